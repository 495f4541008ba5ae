/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BRAZIER_MAPS_H
#define BRAZIER_MAPS_H

#include "sample.h"
#include "unwind.h"
#include "walk_state.h"

#define FRAME_SLOTS 2048 /* MAX_FRAMES rounded up to a power of two */
#define NODE_WORDS 32 /* of 256 bytes: a maple tree's node */
#define NAME_LENGTH 256 /* of one path component with its NUL */

/* Who works on a CPU: a sample may interrupt what runs on behalf of user space. */
enum scratch_user {
	SCRATCH_SAMPLE = 0,
	SCRATCH_SCAN = 1,
	SCRATCH_USERS = 2,
};

/* One CPU's workspace: too large for the stack of a BPF program, which is 512 bytes. */
struct sample_state {
	struct mm_struct *mm; /* of the sampled process */
	u64 vdso; /* where it begins there; 0 if there is none */
	u32 files_numbered; /* by this CPU since load */
	u32 next_mapping; /* the slot of `mappings` to replace next */
	struct mapping mappings[MAPPINGS]; /* met by this sample */
	struct walk walk;
	struct user_registers registers; /* as the process had them when it was last in user mode */
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
 * Value: its number in frames, its unwind table, and whether user space has taken hold of it.
 */
struct {
	map_number(type, BPF_MAP_TYPE_HASH);
	map_number(max_entries, 16384);
	map_type(key, struct file_key);
	map_type(value, struct file_state);
} files SEC(".maps");

/*
 * Key: half the number of a row.
 * Value: two rows, see unwind.h. User space writes these four maps, as it wishes, through memory that
 * it shares with the kernel, and chooses their size.
 */
struct {
	map_number(type, BPF_MAP_TYPE_ARRAY);
	map_number(max_entries, 1);
	map_number(map_flags, BPF_F_MMAPABLE);
	map_type(key, u32);
	map_type(value, u64);
} unwind_rows SEC(".maps");

/*
 * Key: half the number of an entry.
 * Value: two entries of the index, see unwind.h.
 */
struct {
	map_number(type, BPF_MAP_TYPE_ARRAY);
	map_number(max_entries, 1);
	map_number(map_flags, BPF_F_MMAPABLE);
	map_type(key, u32);
	map_type(value, u64);
} unwind_index SEC(".maps");

/*
 * Key: the number of a rule.
 * Value: the rule. Once a row refers to it, it stays as it is.
 */
struct {
	map_number(type, BPF_MAP_TYPE_ARRAY);
	map_number(max_entries, MAX_RULES);
	map_number(map_flags, BPF_F_MMAPABLE);
	map_type(key, u32);
	map_type(value, struct unwind_rule);
} unwind_rules SEC(".maps");

/*
 * Key: the slot in a table's handle.
 * Value: where the table's rows are. Its handle is written last and taken away first, and space is
 * used again only long after that: a walk that still finds the handle has read the table's own rows.
 */
struct {
	map_number(type, BPF_MAP_TYPE_ARRAY);
	map_number(max_entries, TABLE_SLOTS);
	map_number(map_flags, BPF_F_MMAPABLE);
	map_type(key, u32);
	map_type(value, struct unwind_table);
} unwind_tables SEC(".maps");

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
 * Key: enum scratch_user.
 * Value: the sample under construction. The kernel never runs two perf_event programs on a CPU at once.
 */
struct {
	map_number(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	map_number(max_entries, SCRATCH_USERS);
	map_type(key, u32);
	map_type(value, struct sample_state);
} scratch SEC(".maps");

static __always_inline struct sample_state *scratch_of(enum scratch_user user)
{
	u32 key = user;

	return bpf_map_lookup_elem(&scratch, &key);
}

static __always_inline void count(enum counter counter)
{
	u32 key = counter;
	u64 *events = bpf_map_lookup_elem(&counters, &key);

	if (events)
		(*events)++;
}

#endif
