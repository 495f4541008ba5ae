/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk by unwind tables in the kernel: what walk.h wants provided, and how a sample uses it. */
#ifndef BRAZIER_UNWINDING_H
#define BRAZIER_UNWINDING_H

#include "core.h"
#include "mapping.h"
#include "maps.h"

#define PAGE_BYTES 4096 /* the least there is: larger ones are readable in such pieces too */

static __always_inline struct sample_state *state_of(struct walk *walk)
{
	return (void *)walk - __builtin_offsetof(struct sample_state, walk);
}

static __always_inline struct mapping *mapping_at(struct walk *walk, u64 address)
{
	return find_mapping(state_of(walk), address);
}

static __always_inline long read_user(void *to, u32 size, u64 address)
{
	return bpf_probe_read_user(to, size, (void *)address);
}

static __always_inline u32 table_handle(u32 slot)
{
	const volatile struct unwind_table *table = bpf_map_lookup_elem(&unwind_tables, &slot);

	return table ? table->handle : 0;
}

/* Values of an array have eight bytes: two numbers share one. */
static __always_inline u32 half_of(const u64 *value, u32 number)
{
	return value ? *value >> (number % 2 * 32) : 0;
}

static __always_inline u32 index_entry(u32 number)
{
	u32 key = number / 2;

	return half_of(bpf_map_lookup_elem(&unwind_index, &key), number);
}

static __always_inline u32 row_at(u32 number)
{
	u32 key = number / 2;

	return half_of(bpf_map_lookup_elem(&unwind_rows, &key), number);
}

static __always_inline const struct unwind_rule *rule_of(u32 number)
{
	return bpf_map_lookup_elem(&unwind_rules, &number);
}

static __always_inline void push_frame(struct walk *walk, u64 frame)
{
	struct sample_record *record = &state_of(walk)->record;
	u32 slot = record->kernel_frames + walk->frames++;

	record->frames[bounded(slot, FRAME_SLOTS - 1)] = frame;
}

#include "walk.h"

/* Appends the frames of the user stack that the current task entered the kernel from, or is on. */
static __always_inline void append_unwound(struct sample_state *state)
{
	struct sample_record *record = &state->record;
	struct user_registers *registers = &state->registers;
	struct walk *walk = &state->walk;

	bpf_probe_read_kernel(registers, sizeof(*registers),
			      bpf_task_pt_regs(bpf_get_current_task_btf()));
	walk->pc = user_pc(registers);
	/* io_uring's workers have memory, but were never in user mode: their pc is 0. */
	if (!walk->pc)
		return;
	number_registers(walk->registers, registers);
	walk->exact = true;
	walk->chained = false;
	walk->callee_table = 0;
	walk->frames = 0;
	walk->window.bytes = 0;
	walk->end = END_COMPAT;
	if (is_32_bit(registers))
		push_frame(walk, FRAME(FRAME_USER, walk->pc));
	else
		bpf_loop(MAX_USER_FRAMES + 1, walk_frame, &walk, 0);

	if (!walk->frames) {
		/* In the middle of execve the registers are still those of the program before. */
		if (!(record->flags & SAMPLE_IN_USER))
			return;
		count(COUNT_NO_MAPPING);
		push_frame(walk, FRAME(FRAME_USER, walk->pc & FRAME_PAYLOAD));
	}
	record->user_frames = walk->frames;
	record->end = walk->end;
	record->flags |= SAMPLE_LOCATED;
}

#endif
