/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wire format between the sampling programs and the agent. This header is its single source: the
 * assertions below pin it in C, a unit test compares the Java decoder with the object's own BTF.
 *
 * Every number is little endian. Times are nanoseconds, addresses are bytes.
 */
#ifndef BRAZIER_SAMPLE_H
#define BRAZIER_SAMPLE_H

#include "bpf.h"

#define COMM_LENGTH 16
/* The kernel's own walkers stop at kernel.perf_event_max_stack, 127 unless the host raised it. */
#define MAX_KERNEL_FRAMES 127
#define MAX_CHAIN_FRAMES 127 /* user frames of that walker */
#define MAX_USER_FRAMES 1024
#define MAX_FRAMES (MAX_KERNEL_FRAMES + MAX_USER_FRAMES)
/* Directory names of a file, leaf first, each ended by a NUL; what does not fit is left out at the root. */
#define PATH_LENGTH 512

/*
 * A frame is one u64 whose upper four bits say what the rest means.
 *   FRAME_KERNEL  the low 60 bits of a kernel address (its upper four bits are all ones)
 *   FRAME_FILE    24 bits of file id, 36 bits of file offset
 *   FRAME_USER    60 bits of a user-space runtime address that lies in no known file
 *   FRAME_MARKER  an enum frame_marker in the low bits
 * Later unwinders add tags; they never change these.
 */
enum frame_tag {
	FRAME_KERNEL = 0,
	FRAME_FILE = 1,
	FRAME_USER = 2,
	FRAME_MARKER = 6,
};

enum frame_marker {
	MARKER_SIGNAL = 1, /* the next frame is an interrupted one: its address is exact */
};

#define FRAME_TAG_SHIFT 60
#define FRAME_PAYLOAD ((1ULL << FRAME_TAG_SHIFT) - 1)
#define FRAME(tag, payload) ((u64)(tag) << FRAME_TAG_SHIFT | (payload))
#define FILE_OFFSET_BITS 36
#define FILE_OFFSET_MASK ((1ULL << FILE_OFFSET_BITS) - 1)
#define MAX_FILE_ID ((1U << (FRAME_TAG_SHIFT - FILE_OFFSET_BITS)) - 1) /* 0 is no file's */

/* Why the user part of the stack ends where it does. */
enum stack_end {
	END_UNSTATED = 0, /* the kernel's frame-pointer walk stopped and does not say why */
	END_ROOT = 1, /* the outermost frame */
	END_TOO_DEEP = 2, /* MAX_USER_FRAMES or MAX_CHAIN_FRAMES reached, callers are missing */
	END_NO_USER_STACK = 3, /* a kernel thread, or a task that is exiting or within execve */
	END_UNREADABLE = 4, /* the walk failed before the first frame */
	END_NOT_ASKED = 5, /* user frames were switched off */
	END_BROKEN_CHAIN = 6, /* a return address that is not code */
	END_NO_TABLE = 7, /* the file's unwind table is not there yet */
	END_NO_CFI = 8, /* code without unwind information and without a plausible frame pointer */
	END_UNSUPPORTED = 9, /* an unwind rule that is not understood */
	END_STACK_UNREADABLE = 10, /* memory that should hold a frame cannot be read: paged out, or none */
	END_NOT_GROWING = 11, /* the caller's frame would lie below its callee's */
	END_GENERATED_CODE = 12, /* code in no file, and no plausible frame pointer */
	END_COMPAT = 13, /* a 32-bit process: only its pc is known */
	END_REGISTER_LOST = 14, /* depends on a register that only the innermost frame knows */
	END_TABLE_REFUSED = 15, /* the file's table is malformed, or too large */
	END_NOT_COPIED = 16, /* of a stack that user space walks: the part that was copied is too short */
};

enum sample_flag {
	SAMPLE_IN_USER = 1, /* the CPU was in user mode */
	SAMPLE_LOCATED = 2, /* user frames were looked up in the process's mappings */
};

struct sample_record {
	u64 time_ns; /* CLOCK_MONOTONIC */
	u32 tgid;
	u32 tid;
	u64 cgroup_id; /* inode of the cgroup's directory, and LEGACY_CGROUP for v1; 1 is the root of v2 */
	u64 start_time_ns; /* of the process, CLOCK_BOOTTIME, as field 22 of /proc/PID/stat but finer */
	u16 cpu;
	u16 kernel_frames;
	u16 user_frames;
	u8 end; /* enum stack_end */
	u8 flags; /* enum sample_flag */
	char comm[COMM_LENGTH]; /* of the thread */
	char process_comm[COMM_LENGTH]; /* of the thread-group leader */
	u64 frames[]; /* kernel frames, then user frames, innermost first */
};

enum file_flag {
	FILE_VDSO = 1, /* not a file: the kernel's vdso page; inode and device are 0 */
};

#define ASK_AGAIN_NS 50000000ULL

/* Sent once for each file that a sample meets, and again every ASK_AGAIN_NS until user space has answered. */
struct file_request {
	u64 inode;
	u32 device; /* the kernel's dev_t: major << 20 | minor */
	u32 generation;
	u32 file_id; /* as in FRAME_FILE */
	u32 tgid; /* a process that maps it */
	u64 vm_start;
	u64 vm_end;
	u64 vm_offset; /* file offset of vm_start */
	u32 flags; /* enum file_flag */
	u32 path_length; /* bytes used in path */
	char path[PATH_LENGTH]; /* relative to the root of the file's own file system */
};

/* Key of the map `files`. */
struct file_key {
	u64 inode;
	u32 device;
	u32 generation;
};

/* Value of the map `files`. */
struct file_state {
	u64 asked_ns; /* when the last request was sent */
	u32 file_id;
	u32 table; /* enum table_state, or the handle of an unwind table; set by user space */
	u32 answered; /* set to 1 by user space once it holds the file */
	u32 reserved;
};

/* Index of the per-CPU map `counters`. Each counts events on that CPU since load. */
enum counter {
	COUNT_TICKS = 0, /* times the program ran */
	COUNT_IDLE = 1, /* left out: the idle task */
	COUNT_FILTERED = 2, /* left out: not one of the targets */
	COUNT_HIDDEN = 3, /* left out: the process has no pid in our PID namespace */
	COUNT_SENT = 4,
	COUNT_RING_FULL = 5, /* lost */
	COUNT_REQUEST_LOST = 6, /* a file request found its ring full; asked again later */
	COUNT_FILES_FULL = 7, /* the map `files` is full: frames travel as FRAME_USER */
	COUNT_NO_MAPPING = 8, /* sampled pcs whose mapping was not found: sent as FRAME_USER */
	COUNT_NO_KERNEL_STACK = 9, /* samples in kernel mode whose kernel frames could not be read */
	COUNT_CHILD_LOST = 10, /* a target's child found the map `target_tgids` full */
	COUNTERS = 16,
};

_Static_assert(sizeof(struct sample_record) == 72, "sample_record");
_Static_assert(__builtin_offsetof(struct sample_record, frames) == 72, "sample_record.frames");
_Static_assert(sizeof(struct file_request) == 56 + PATH_LENGTH, "file_request");
_Static_assert(sizeof(struct file_key) == 16, "file_key");
_Static_assert(sizeof(struct file_state) == 24, "file_state");

#endif
