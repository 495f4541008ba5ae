/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a walk up a user stack carries from frame to frame. */
#ifndef BRAZIER_WALK_STATE_H
#define BRAZIER_WALK_STATE_H

#include "registers.h"
#include "sample.h"
#include "unwind.h"

#define MAPPINGS 8 /* a power of two */
#define NOT_CODE 0 /* no addend, as each contains a tag */

/* A mapping as a frame needs it: the frame of a pc inside is pc + addend. */
struct mapping {
	u64 start;
	u64 end;
	u64 addend; /* or NOT_CODE */
	u32 table; /* enum table_state or unwind_table.handle */
	u32 first_granule;
	u32 granules;
	u32 first_index;
};

/* Finds the first row of [low, high) that begins behind `offset`. */
struct row_search {
	u32 low;
	u32 high;
	u32 offset; /* low 16 bits of the file offset */
};

/* The frame that the walk has come to. */
struct walk {
	u64 pc;
	u64 registers[WALK_REGISTERS]; /* by DWARF's numbers */
	bool exact; /* interrupted at pc, and all registers are known; else pc is a return address, and
		       only stack and frame pointer are known */
	bool chained; /* the frame pointer was saved in the chain of frame pointers */
	u32 callee_table; /* of the frame before, if that was exact; else 0 */
	u32 frames; /* pushed */
	struct row_search search; /* not on the stack, whose every value newer verifiers follow */
	enum stack_end end;
};

#endif
