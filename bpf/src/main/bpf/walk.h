/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The walk up a user stack by unwind tables: one step finds the rule for a pc and computes the
 * caller's registers. Nothing here is bound to the kernel: tests compile it for the host, over
 * recorded stacks. Whoever includes this file provides
 *
 *   struct mapping *mapping_at(struct walk *, u64 address)    the mapping that holds it, or NULL
 *   long read_user(void *to, u32 size, u64 address)           0 when the memory could be read
 *   PAGE_BYTES                                                memory is there in pieces of this size
 *   u32 table_handle(u32 slot)                                unwind_table.handle as it is now
 *   u32 index_entry(u32 number), u32 row_at(u32 number)
 *   const struct unwind_rule *rule_of(u32 number)             or NULL
 *   bpf_loop                                                  as the kernel's
 *   void push_frame(struct walk *, u64 frame)
 *
 * and the machine's registers.h.
 */
#ifndef BRAZIER_WALK_H
#define BRAZIER_WALK_H

#include "registers.h"
#include "sample.h"
#include "unwind.h"
#include "walk_state.h"
#include "window.h"

/* Code that has a frame pointer has its caller's frame within this distance. */
#define LARGEST_FRAME (1ULL << 20)

#define ROW_SEARCH_STEPS 11 /* a granule of 2^10 bytes has at most 2^10 rows */

/* Without branches on what a row says, which no processor could predict. */
static long halve(__attribute__((unused)) u64 step, struct walk **context)
{
	struct row_search *search = &(*context)->search;
	u32 half = (search->rows + 1) / 2;
	u64 row;

	if (!half)
		return 1;
	row = row_at(search->first + half - 1) & ROW_OFFSET_MASK;
	/* All ones if the row begins at or before the offset. */
	search->first += half & (row - search->offset - 1) >> 32;
	search->rows -= half;
	return 0;
}

/* The rule for an offset into the mapping's file; NULL if the table covers no such offset. */
static __always_inline const struct unwind_rule *
search_rule(struct walk *walk, const struct mapping *mapping, u64 offset)
{
	u64 granule = (offset >> GRANULE_SHIFT) - mapping->first_granule;
	struct row_search *search = &walk->search;
	u32 entry = mapping->first_index + granule;

	if (granule >= mapping->granules)
		return NULL;
	search->offset = offset & ROW_OFFSET_MASK;
	search->first = index_entry(entry);
	search->rows = index_entry(entry + 1) - search->first;
	if (search->rows)
		bpf_loop(ROW_SEARCH_STEPS, halve, &walk, 0);
	/* The row before may belong to an earlier granule: it reaches up to here. */
	return rule_of(row_at(search->first - 1) >> ROW_OFFSET_BITS);
}

/* Whether user space has not taken the table away, so that what was read before is the table's. */
static __always_inline bool is_stored(const struct mapping *mapping)
{
	return table_handle(mapping->table & TABLE_SLOT_MASK) == mapping->table;
}

static __always_inline u32 rule_place(u64 offset, u32 table)
{
	return (offset ^ offset >> 8 ^ table * 31) & (KNOWN_RULES - 1);
}

/* The same, if the table is stored still, by what earlier searches have found. */
static __always_inline const struct unwind_rule *
find_rule(struct walk *walk, const struct mapping *mapping, u64 offset)
{
	struct known_rule *known = &walk->known_rules[rule_place(offset, mapping->table)];
	const struct unwind_rule *rule;

	if (known->offset == offset && known->table == mapping->table)
		return &known->rule;
	rule = search_rule(walk, mapping, offset);
	if (!rule || !is_stored(mapping))
		return NULL;
	known->offset = offset;
	known->table = mapping->table;
	known->rule = *rule;
	return &known->rule;
}

/*
 * Whether a register has the value here that the innermost frame shows. A frame whose rule wants a
 * register that calls may clobber is assembly that calls its own: those keep what it relies on.
 */
static __always_inline bool is_known(const struct walk *walk, const struct mapping *mapping,
				     u32 number)
{
	if (walk->exact || number == STACK_POINTER || number == FRAME_POINTER)
		return true;
	return walk->callee_table == mapping->table && is_clobbered_by_calls(number);
}

/* Enters the frame that a signal has interrupted: its registers are in `walk`. */
static __always_inline enum stack_end enter_interrupted(struct walk *walk)
{
	walk->exact = true;
	walk->chained = false;
	push_frame(walk, FRAME(FRAME_MARKER, MARKER_SIGNAL));
	return END_UNSTATED;
}

#include "signal_frame.h"

/* Enters the caller whose stack begins at `cfa`. */
static __always_inline enum stack_end enter_caller(struct walk *walk, u64 cfa, u64 fp, u64 ra)
{
	u64 sp = walk->registers[STACK_POINTER];

	/* Machines with a link register have functions that use no stack at all. */
	if (cfa < sp || (cfa == sp && !walk->exact))
		return END_NOT_GROWING;
	ra = code_address(ra);
	if (!ra)
		return END_ROOT;
	walk->pc = ra;
	walk->registers[STACK_POINTER] = cfa;
	walk->registers[FRAME_POINTER] = fp;
	walk->exact = false;
	walk->chained = false;
	return END_UNSTATED;
}

/*
 * The caller by frame pointer, for code that says nothing about its frames. `end` is the answer
 * where the frame pointer cannot be one.
 */
static __always_inline enum stack_end follow_frame_pointer(struct walk *walk, enum stack_end end)
{
	u64 fp = walk->registers[FRAME_POINTER];
	u64 above = fp - walk->registers[STACK_POINTER];
	u64 saved[2]; /* the caller's frame pointer, the return address */

	if (above >= LARGEST_FRAME || fp & 7)
		return end;
	if (read_stack(walk, saved, 2, fp) || !saved[1])
		return end;
	end = enter_caller(walk, fp + sizeof(saved), saved[0], saved[1]);
	walk->chained = true;
	return end;
}

/* Code without unwind information in a file: a signal trampoline, start code, assembly. */
static __always_inline enum stack_end leave_uncovered(struct walk *walk)
{
	if (is_signal_return(walk->pc))
		return leave_signal_frame(walk);
	/* The chain ends with a zero, as every machine's ABI wants; a zero elsewhere says nothing. */
	if (walk->chained && !walk->registers[FRAME_POINTER])
		return END_ROOT;
	return follow_frame_pointer(walk, END_NO_CFI);
}

static __always_inline bool find_cfa(struct walk *walk, const struct unwind_rule *rule, u64 *cfa)
{
	u64 base = walk->registers[bounded(rule->cfa_register, WALK_REGISTERS - 1)];

	switch (rule->cfa) {
	case CFA_REGISTER:
		*cfa = base + rule->cfa_offset;
		return true;
	case CFA_PLT:
		*cfa = walk->registers[STACK_POINTER] + sizeof(u64);
		if ((walk->pc & 15) >= (u32)rule->cfa_offset)
			*cfa += sizeof(u64);
		return true;
	default:
		if (read_stack(walk, cfa, 1, base + rule->cfa_offset))
			return false;
		*cfa += rule->cfa_addend;
		return true;
	}
}

/* What a register of the caller, or the return address, is: `value` holds what it is in this frame. */
static __always_inline enum stack_end restore(struct walk *walk, const struct mapping *mapping,
					      u8 rule, s32 offset, u64 cfa, u64 *value)
{
	u64 base = rule == SAVED_AT_FRAME_POINTER ? walk->registers[FRAME_POINTER] : cfa;

	if (rule == SAVED_AT_CFA || rule == SAVED_AT_FRAME_POINTER)
		return read_stack(walk, value, 1, base + offset) ? END_STACK_UNREADABLE : END_UNSTATED;
	if (rule == SAVED_IN_REGISTER) {
		if (!is_known(walk, mapping, offset))
			return END_REGISTER_LOST;
		*value = walk->registers[bounded(offset, WALK_REGISTERS - 1)];
	}
	return END_UNSTATED;
}

static __always_inline enum stack_end leave_by_rule(struct walk *walk, const struct mapping *mapping,
						    const struct unwind_rule *rule)
{
	u64 saved[2];
	u64 fp = walk->registers[FRAME_POINTER];
	u64 ra = 0;
	u64 cfa;
	enum stack_end end;

	if (!is_known(walk, mapping, rule->cfa_register))
		return END_REGISTER_LOST;
	if (!find_cfa(walk, rule, &cfa))
		return END_STACK_UNREADABLE;
	/* The usual frame: both lie side by side. */
	if (rule->fp == SAVED_AT_CFA && rule->ra == SAVED_AT_CFA &&
	    (u64)rule->ra_offset == (u64)rule->fp_offset + sizeof(u64)) {
		if (read_stack(walk, saved, 2, cfa + rule->fp_offset))
			return END_STACK_UNREADABLE;
		return enter_caller(walk, cfa, saved[0], saved[1]);
	}
	if (rule->ra == SAVED_SAME) {
		if (!HAS_LINK_REGISTER || !walk->exact)
			return END_REGISTER_LOST;
		ra = walk->registers[LINK_REGISTER];
	}
	end = restore(walk, mapping, rule->ra, rule->ra_offset, cfa, &ra);
	if (end == END_UNSTATED)
		end = restore(walk, mapping, rule->fp, rule->fp_offset, cfa, &fp);
	return end == END_UNSTATED ? enter_caller(walk, cfa, fp, ra) : end;
}

/* To the caller of a frame in a file with unwind information. */
static __always_inline enum stack_end leave_covered(struct walk *walk, const struct mapping *mapping,
						    u64 offset)
{
	const struct unwind_rule *rule = find_rule(walk, mapping, offset);

	if (!rule)
		return is_stored(mapping) ? leave_uncovered(walk) : END_NO_TABLE;
	if (rule->cfa == CFA_NO_CFI)
		return leave_uncovered(walk);
	if (rule->cfa == CFA_SIGNAL_FRAME)
		return leave_signal_frame(walk);
	if (rule->cfa == CFA_UNSUPPORTED)
		return END_UNSUPPORTED;
	return rule->ra == SAVED_UNDEFINED ? END_ROOT : leave_by_rule(walk, mapping, rule);
}

/* To the caller; END_UNSTATED while there is one. */
static __always_inline enum stack_end leave_frame(struct walk *walk, const struct mapping *mapping,
						  u64 address)
{
	/* Code that a program has generated, as far as the kernel can tell. */
	if (mapping->addend >> FRAME_TAG_SHIFT == FRAME_USER)
		return follow_frame_pointer(walk, END_GENERATED_CODE);
	switch (mapping->table) {
	case TABLE_PENDING:
		return END_NO_TABLE;
	case TABLE_REFUSED:
		return END_TABLE_REFUSED;
	case TABLE_NONE:
		return leave_uncovered(walk);
	default:
		return leave_covered(walk, mapping, (address + mapping->addend) & FILE_OFFSET_MASK);
	}
}

/* A step of bpf_loop: pushes the frame at walk->pc and goes to its caller. */
static long walk_frame(__attribute__((unused)) u64 step, struct walk **context)
{
	struct walk *walk = *context;
	/* A return address may lie behind its function's last byte, but not the call before it. */
	u64 address = walk->exact ? walk->pc : walk->pc - 1;
	struct mapping *mapping;
	u32 callee_table;
	enum stack_end end;

	if (walk->frames >= MAX_USER_FRAMES) {
		walk->end = END_TOO_DEEP;
		return 1;
	}
	mapping = mapping_at(walk, address);
	if (!mapping || mapping->addend == NOT_CODE) {
		walk->end = END_BROKEN_CHAIN;
		return 1;
	}
	push_frame(walk, walk->pc + mapping->addend);
	callee_table = walk->exact ? mapping->table : 0;
	end = leave_frame(walk, mapping, address);
	walk->callee_table = callee_table;
	walk->end = end;
	return end != END_UNSTATED;
}

#endif
