/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The walk of walk.h for the host: over the memory, mappings and tables of a recorded process, which
 * the caller owns and has to keep until the walk is over. Like the kernel it answers a read outside of
 * them with an error, or with what the kernel's maps give for a key that is too large. What the
 * kernel's verifier would not have let pass is counted as a fault. One walk at a time.
 */
#include "bpf.h"

/* The walk calls the kernel's by a number. */
#define bpf_loop loop

static long loop(u32 times, void *step, void *context, u64 flags)
{
	long (*const call)(u64, void *) = (long (*)(u64, void *))step;
	u32 done = 0;

	(void)flags;
	while (done < times && !call(done, context))
		done++;
	return done;
}

#include "walk_state.h"

#define BLOCK_BYTES 64
#define PAGE_BYTES BLOCK_BYTES
/* A walk's frames, and a marker before each that a signal has interrupted; the walk stops at the first
   frame beyond MAX_USER_FRAMES. */
#define MOST_FRAMES (MAX_USER_FRAMES + 1)

/* Readable memory, aligned to its size. */
struct block {
	u64 address;
	u8 bytes[BLOCK_BYTES];
};

/* The kernel rounds values of an array up to eight bytes. */
struct padded_rule {
	_Alignas(8) struct unwind_rule rule;
};

/* The maps of the same names, without `unwind_`, and how many values each has. */
struct tables {
	const u64 *rows;
	const u64 *index;
	const struct padded_rule *rules;
	const struct unwind_table *tables;
	u32 row_values, index_values, rule_values, table_values;
};

struct process {
	struct mapping *mappings; /* executable ones, ascending; the table's place is filled in here */
	const struct block *blocks; /* ascending */
	u32 mapping_count, block_count;
	u64 pc;
	u64 registers[WALK_REGISTERS];
};

struct result {
	u64 missed; /* address of the first block that was wanted and is not there; 0 for none */
	u32 reads; /* of memory */
	u32 faults;
	u32 end; /* enum stack_end */
	u32 frame_count;
	u64 frames[MOST_FRAMES];
};

static const struct tables *tables;
static const struct process *process;
static struct result *result;

static struct mapping *mapping_at(struct walk *walk, u64 address)
{
	(void)walk;
	for (u32 i = 0; i < process->mapping_count; i++) {
		struct mapping *mapping = &process->mappings[i];

		if (address - mapping->start < mapping->end - mapping->start)
			return mapping;
	}
	return NULL;
}

static const struct block *block_at(u64 address)
{
	u32 low = 0, high = process->block_count;

	while (low < high) {
		u32 middle = low + (high - low) / 2;

		if (process->blocks[middle].address + BLOCK_BYTES <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < process->block_count && process->blocks[low].address <= address)
		return &process->blocks[low];
	if (!result->missed)
		result->missed = address & -(u64)BLOCK_BYTES;
	return NULL;
}

static long read_user(void *to, u32 size, u64 address)
{
	u8 *bytes = to;

	result->reads++;
	for (u32 i = 0; i < size; i++) {
		const struct block *block = block_at(address + i);

		/* As the kernel does: nothing of what was asked for is left to chance. */
		if (!block) {
			for (u32 j = 0; j < size; j++)
				bytes[j] = 0;
			return -1;
		}
		bytes[i] = block->bytes[(address + i) % BLOCK_BYTES];
	}
	return 0;
}

static u32 table_handle(u32 slot)
{
	return slot < tables->table_values ? tables->tables[slot].handle : 0;
}

static u32 half_at(const u64 *values, u32 count, u32 number)
{
	return number / 2 < count ? values[number / 2] >> (number % 2 * 32) : 0;
}

static u32 index_entry(u32 number)
{
	return half_at(tables->index, tables->index_values, number);
}

static u32 row_at(u32 number)
{
	return half_at(tables->rows, tables->row_values, number);
}

static const struct unwind_rule *rule_of(u32 number)
{
	return number < tables->rule_values ? &tables->rules[number].rule : NULL;
}

static void push_frame(struct walk *walk, u64 frame)
{
	u32 slot = walk->frames++;

	if (slot < MOST_FRAMES)
		result->frames[slot] = frame;
	else
		result->faults++;
}

#include "walk.h"

/* As mapping.h copies it from the map. */
static void find_table(struct mapping *mapping)
{
	u32 slot = mapping->table & TABLE_SLOT_MASK;

	if (!slot || slot >= tables->table_values)
		return;
	mapping->first_granule = tables->tables[slot].first_granule;
	mapping->granules = tables->tables[slot].granules;
	mapping->first_index = tables->tables[slot].first_index;
}

/* As append_unwound of unwinding.h. */
void walk_stack(const struct tables *of_tables, const struct process *of_process, struct result *to)
{
	struct walk state = { .pc = of_process->pc, .exact = true };
	struct walk *walk = &state;

	tables = of_tables;
	process = of_process;
	result = to;
	result->missed = 0;
	result->reads = result->faults = 0;
	for (u32 i = 0; i < process->mapping_count; i++)
		find_table(&process->mappings[i]);
	for (u32 i = 0; i < WALK_REGISTERS; i++)
		walk->registers[i] = process->registers[i];
	loop(MAX_USER_FRAMES + 1, walk_frame, &walk, 0);
	result->end = walk->end;
	result->frame_count = walk->frames;
}

/* Called by what -fsanitize=undefined adds to the code. */
#define COUNTED(kind)                                                                              \
	void __ubsan_handle_##kind##_minimal(void);                                                \
	void __ubsan_handle_##kind##_minimal(void)                                                 \
	{                                                                                          \
		result->faults++;                                                                  \
	}

COUNTED(out_of_bounds)
COUNTED(shift_out_of_bounds)
COUNTED(add_overflow)
COUNTED(sub_overflow)
COUNTED(negate_overflow)
COUNTED(pointer_overflow)
COUNTED(type_mismatch)
COUNTED(load_invalid_value)
