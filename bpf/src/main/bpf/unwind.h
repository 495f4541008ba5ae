/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unwind tables as user space compiles them from `.eh_frame`: for each range of a file's code, how to
 * find the frame that called it. Rows are keyed by file offset, so one table serves every process
 * that maps the file, wherever it maps it. This header is the tables' single source, as sample.h is
 * that of the records.
 *
 * A row is a u32: the low 16 bits of the file offset where it begins, and above them the number of
 * its rule. The index has one u32 per granule of a file: the number of the first row at or after the
 * granule's start, and one more at the end. A table's first row lies at the start of its first
 * granule. Values of an array are padded to eight bytes, so two rows, or entries, share one.
 */
#ifndef BRAZIER_UNWIND_H
#define BRAZIER_UNWIND_H

#include "bpf.h"

#define GRANULE_SHIFT 10
#define ROW_OFFSET_BITS 16
#define ROW_OFFSET_MASK ((1U << ROW_OFFSET_BITS) - 1)

#define MAX_RULES 65536
#define TABLE_SLOT_BITS 14
#define TABLE_SLOTS (1 << TABLE_SLOT_BITS)
#define TABLE_SLOT_MASK (TABLE_SLOTS - 1)

/* How to find the canonical frame address: the stack pointer's value in the caller, after the call. */
enum cfa_rule {
	CFA_UNSUPPORTED = 0, /* the file says how, but in terms that are not known here */
	CFA_NO_CFI = 1, /* the file does not say */
	CFA_REGISTER = 2, /* register + offset */
	CFA_DEREFERENCE = 3, /* what lies at register + offset, + addend */
	CFA_PLT = 4, /* sp + 8, and 8 more from the byte `offset` of each 16-byte stub on */
	CFA_SIGNAL_FRAME = 5, /* the kernel has saved all registers of the frame that it interrupted */
};

/* Where the caller's frame pointer, or the return address, is. */
enum saved_rule {
	SAVED_SAME = 0, /* still in its register: for a return address, the link register */
	SAVED_AT_CFA = 1, /* in memory at CFA + offset */
	SAVED_UNDEFINED = 2, /* nowhere; without a return address this is the outermost frame */
	SAVED_AT_FRAME_POINTER = 3, /* in memory at frame pointer + offset */
	SAVED_IN_REGISTER = 4, /* in the register whose number is `offset` */
};

/* Value of the map `unwind_rules`. Registers have DWARF's numbers for the machine. */
struct unwind_rule {
	s32 cfa_offset;
	s32 cfa_addend;
	s32 fp_offset;
	s32 ra_offset;
	u8 cfa; /* enum cfa_rule */
	u8 cfa_register;
	u8 fp; /* enum saved_rule */
	u8 ra; /* enum saved_rule */
};

/* Value of the map `unwind_tables`. */
struct unwind_table {
	u32 handle; /* the slot's number, and above it a serial number; 0 while the slot is unused */
	u32 first_granule; /* of the file */
	u32 granules;
	u32 first_index; /* entry of `unwind_index` for the first granule */
};

/* What file_state.table holds instead of a handle. Slot 0 is never used. */
enum table_state {
	TABLE_PENDING = 0, /* user space has not made it yet */
	TABLE_NONE = 1 << TABLE_SLOT_BITS, /* the file has no unwind information */
	TABLE_REFUSED = 2 << TABLE_SLOT_BITS, /* it is malformed, or larger than the memory for tables */
};

_Static_assert(sizeof(struct unwind_rule) == 20, "unwind_rule");
_Static_assert(sizeof(struct unwind_table) == 16, "unwind_table");

#endif
