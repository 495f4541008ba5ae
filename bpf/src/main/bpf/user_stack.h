/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How user frames are found: by unwind tables, or by the kernel's own walk along frame pointers,
 * whose pcs may then be looked up in the process's mappings.
 */
#ifndef BRAZIER_USER_STACK_H
#define BRAZIER_USER_STACK_H

#include "core.h"
#include "kernel.h"
#include "knobs.h"
#include "mapping.h"
#include "maps.h"
#include "registers.h"
#include "unwinding.h"

/* A constant that chooses the program. */
enum user_walk {
	WALK_CHAIN, /* frame pointers; runtime addresses */
	WALK_CHAIN_AND_LOCATE, /* frame pointers; places in files */
	WALK_TABLES, /* unwind tables; places in files */
};

struct frame_range {
	struct sample_state *state;
	u32 first;
};

/* What a step returns to leave the loop; user frames from number `frames` on are dropped. */
static __always_inline long end_stack(struct sample_record *record, u64 frames, enum stack_end end)
{
	record->user_frames = frames;
	record->end = end;
	return 1;
}

/*
 * A step of bpf_loop: turns frame number `index` of the range from a pc into a place. Code without
 * frame pointers lets the kernel's walk run into data; the stack then ends before the first address
 * that is not in executable memory.
 */
static long locate_frame(u64 index, struct frame_range *range)
{
	struct sample_state *state = range->state;
	struct sample_record *record = &state->record;
	u64 *frame = &record->frames[bounded(range->first + index, FRAME_SLOTS - 1)];
	u64 pc = *frame & FRAME_PAYLOAD;
	/* A return address may lie behind its mapping's last byte, but not the call before it. */
	struct mapping *mapping = find_mapping(state, index ? pc - 1 : pc);
	u64 addend = mapping ? mapping->addend : NOT_CODE;

	if (addend == NOT_CODE) {
		if (index > 0)
			return end_stack(record, index, END_BROKEN_CHAIN);
		/* In the middle of execve the registers are still those of the program before. */
		if (!mapping && !(record->flags & SAMPLE_IN_USER))
			return end_stack(record, 0, END_NO_USER_STACK);
		if (!mapping)
			count(COUNT_NO_MAPPING);
		addend = FRAME(FRAME_USER, 0);
	}
	*frame = pc + addend;
	return 0;
}

static __always_inline void tag_user_frames(struct sample_state *state, u32 first, u32 frames)
{
	for (u64 i = 0; i < MAX_CHAIN_FRAMES; i++) {
		u64 *frame;

		opaque(i);
		if (i >= frames)
			break;
		frame = &state->record.frames[bounded(first + i, FRAME_SLOTS - 1)];
		*frame = FRAME(FRAME_USER, *frame & FRAME_PAYLOAD);
	}
}

/* The kernel follows frame pointers. */
static __always_inline void append_chain(struct bpf_perf_event_data *context,
					 struct sample_state *state, bool locate)
{
	struct sample_record *record = &state->record;
	u32 first = record->kernel_frames;
	u64 *frames = &record->frames[bounded(first, MAX_KERNEL_FRAMES)];
	struct frame_range range = { .state = state, .first = first };
	long bytes = bpf_get_stack(context, frames, MAX_CHAIN_FRAMES * sizeof(u64), BPF_F_USER_STACK);

	if (bytes < 0)
		record->end = END_UNREADABLE;
	/* io_uring's workers have memory, but were never in user mode: their pc is 0. */
	if (bytes <= 0 || !frames[0])
		return;

	record->user_frames = bytes / sizeof(u64);
	record->end = record->user_frames >= max_stack ? END_TOO_DEEP : END_UNSTATED;
	if (!locate)
		return tag_user_frames(state, first, record->user_frames);
	bpf_loop(record->user_frames, locate_frame, &range, 0);
	record->flags |= SAMPLE_LOCATED;
}

/* Appends the user frames behind the kernel's. */
static __always_inline void append_user_stack(struct bpf_perf_event_data *context,
					      struct sample_state *state, struct task_struct *task,
					      enum user_walk how)
{
	struct mm_struct *mm = kernel_read(task, mm);

	state->record.end = END_NO_USER_STACK;
	if (!mm || kernel_read(task, flags) & PF_KTHREAD)
		return;
	if (how != WALK_CHAIN)
		enter_process(state, mm);
	if (how == WALK_TABLES)
		append_unwound(state);
	else
		append_chain(context, state, how == WALK_CHAIN_AND_LOCATE);
}

#endif
