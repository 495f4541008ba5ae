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

/* Ends with the first row that begins behind `offset`. */
struct row_search {
	u32 first;
	u32 rows; /* from the first on that are still to be searched */
	u64 offset; /* low 16 bits of the file offset */
};

#define WINDOW_WORDS 32 /* a power of two */

/* A copy of a part of the stack. */
struct stack_window {
	u64 start;
	u64 bytes; /* of `words` that are valid */
	u64 words[WINDOW_WORDS];
};

#define KNOWN_RULES 256 /* a power of two */

/* A rule that a search has found. It stays true: no other table ever has the same handle. */
struct known_rule {
	u64 offset; /* into the file */
	u32 table; /* unwind_table.handle; 0 for an unused place */
	struct unwind_rule rule;
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
	struct stack_window window;
	struct known_rule known_rules[KNOWN_RULES]; /* by rule_place; of earlier walks too */
};

#endif
