/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BRAZIER_MAPS_H
#define BRAZIER_MAPS_H

#include "sample.h"

#define MAPPINGS 8 /* a power of two */
#define FRAME_SLOTS 256 /* MAX_FRAMES rounded up to a power of two */
#define NODE_WORDS 32 /* of 256 bytes: a maple tree's node */
#define NAME_LENGTH 256 /* of one path component with its NUL */

/* A mapping as a frame needs it: the frame of a pc inside is pc + addend. */
struct mapping {
	u64 start;
	u64 end;
	u64 addend; /* or NOT_CODE */
};

#define NOT_CODE 0 /* no addend, as each contains a tag */

/* One CPU's workspace: too large for the stack of a BPF program, which is 512 bytes. */
struct sample_state {
	struct mm_struct *mm; /* of the sampled process */
	u64 vdso; /* where it begins there; 0 if there is none */
	u32 files_numbered; /* by this CPU since load */
	u32 next_mapping; /* the slot of `mappings` to replace next */
	struct mapping mappings[MAPPINGS]; /* met by this sample */
	u64 node[NODE_WORDS];
	struct file_request request;
	char path_overrun[NAME_LENGTH]; /* the end of a name that does not fit into request.path */
	union {
		struct sample_record record;
		u8 record_space[sizeof(struct sample_record) + FRAME_SLOTS * sizeof(u64)];
	};
};

struct sample_ring {
	map_number(type, BPF_MAP_TYPE_RINGBUF);
	map_number(max_entries, 4096);
};

/*
 * Key: CPU number modulo ring_count.
 * Value: a ring of struct sample_record. User space makes the rings and may choose their size.
 */
struct {
	map_number(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	map_number(max_entries, 1);
	map_type(key, u32);
	map_values(struct sample_ring);
} rings SEC(".maps");

/*
 * Key: none.
 * Value: a ring of struct file_request; each wakes its reader.
 */
struct {
	map_number(type, BPF_MAP_TYPE_RINGBUF);
	map_number(max_entries, 256 * 1024);
} requests SEC(".maps");

/*
 * Key: a mapped file's identity in the kernel: super block and inode, whatever path or mount shows it.
 * Value: its number in frames, and whether user space has taken hold of it.
 */
struct {
	map_number(type, BPF_MAP_TYPE_HASH);
	map_number(max_entries, 16384);
	map_type(key, struct file_key);
	map_type(value, struct file_state);
} files SEC(".maps");

/*
 * Key: the tgid of a process to sample, in our PID namespace.
 * Value: nothing; the key's presence counts.
 */
struct {
	map_number(type, BPF_MAP_TYPE_HASH);
	map_number(max_entries, 4096);
	map_type(key, u32);
	map_type(value, u8);
} target_tgids SEC(".maps");

/*
 * Key: a cgroup, as sample_record.cgroup_id has it, whose processes, and those below it, to sample.
 * Value: nothing; the key's presence counts.
 */
struct {
	map_number(type, BPF_MAP_TYPE_HASH);
	map_number(max_entries, 1024);
	map_type(key, u64);
	map_type(value, u8);
} target_cgroups SEC(".maps");

/*
 * Key: enum counter.
 * Value: how often that happened on this CPU since load.
 */
struct {
	map_number(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	map_number(max_entries, COUNTERS);
	map_type(key, u32);
	map_type(value, u64);
} counters SEC(".maps");

/*
 * Key: 0.
 * Value: the sample under construction. The kernel never runs two perf_event programs on a CPU at once.
 */
struct {
	map_number(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	map_number(max_entries, 1);
	map_type(key, u32);
	map_type(value, struct sample_state);
} scratch SEC(".maps");

static __always_inline void count(enum counter counter)
{
	u32 key = counter;
	u64 *events = bpf_map_lookup_elem(&counters, &key);

	if (events)
		(*events)++;
}

#endif
