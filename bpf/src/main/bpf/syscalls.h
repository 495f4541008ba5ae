/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wire format between the programs that watch system calls and the agent; see sample.h.
 */
#ifndef BRAZIER_SYSCALLS_H
#define BRAZIER_SYSCALLS_H

#include "bpf.h"

/* Above every number that a table has; a program may ask for any other, and must not fill the maps. */
#define MAX_CALLS 1024
#define UNKNOWN_CALL (-1) /* stands for all of those */
#define X32_BIT 0x40000000 /* of x86-64's numbers: the ABI with 32-bit pointers */

#define NAME_OF_PROCESS 16

/* Key of the map `refusals`. */
struct refused_key {
	u64 cgroup_id; /* inode of the cgroup's directory, and LEGACY_CGROUP for v1; 1 is the root of v2 */
	u32 mount_namespace; /* inode */
	u32 machine; /* AUDIT_ARCH_* of include/uapi/linux/audit.h */
	s32 number; /* below MAX_CALLS, or UNKNOWN_CALL */
	u32 error; /* errno; 0: the thread got SIGSYS instead, which may have been its end */
};

/* Value of the map `refusals`. */
struct refused_call {
	u64 count;
	u64 last_ns; /* CLOCK_MONOTONIC, of the last one, as are the rest */
	u32 tgid; /* in our PID namespace; 0 if it is not visible there */
	u32 reserved;
	char process_comm[NAME_OF_PROCESS];
};

/* Key of the map `calls`. */
struct made_key {
	u64 cgroup_id;
	u32 machine;
	s32 number;
};

/* Index of the per-CPU map `call_counters`. Each counts events on that CPU since load. */
enum call_counter {
	CALLS_THREADS_FULL = 0, /* times a thread was left unwatched: the map `threads` is full */
	CALLS_REFUSALS_FULL = 1, /* refused calls not told: the map `refusals` is full */
	CALLS_FULL = 2, /* calls not counted: the map `calls` is full */
	CALL_COUNTERS = 4,
};

_Static_assert(sizeof(struct refused_key) == 24, "refused_key");
_Static_assert(sizeof(struct refused_call) == 40, "refused_call");
_Static_assert(sizeof(struct made_key) == 16, "made_key");

#endif
