/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a pc to its place in a file, at the moment of the sample: the process may be gone a
 * millisecond later. bpf_find_vma cannot serve, as its second call in one interrupt fails with
 * EBUSY; so the kernel's tree of mappings is walked here without its lock. A perf event interrupts
 * with preemption off and so holds up RCU, which keeps the tree's nodes; a node or mapping that
 * changed meanwhile fails the checks and costs one frame its file.
 */
#ifndef BRAZIER_MAPPING_H
#define BRAZIER_MAPPING_H

#include "core.h"
#include "file.h"
#include "kernel.h"
#include "knobs.h"
#include "maps.h"

/*
 * A maple tree's node is 256 bytes, aligned to its size: one word for the parent, then the pivots,
 * then the slots. A slot's upper bound is the pivot of the same number, inclusive; a pivot of 0 after
 * the first ends the node. The low byte of a pointer to a node holds the node's type and flags.
 * Source: include/linux/maple_tree.h and lib/maple_tree.c of Linux v6.1, same in v6.18.
 */
#define MAPLE_LEVELS 6
#define MAPLE_NODE_MASK 255ULL
#define MAPLE_TYPE_SHIFT 3
#define MAPLE_TYPE_MASK 15
#define MAPLE_RANGE_PIVOTS 15
#define MAPLE_ARANGE_PIVOTS 9

enum maple_type {
	MAPLE_LEAF = 1,
	MAPLE_RANGE = 2,
	MAPLE_ARANGE = 3, /* with gaps: fewer slots */
};

/* The slot of the node in state->node that covers `address`. */
static __always_inline u64 maple_slot(struct sample_state *state, u64 address, u32 type)
{
	u64 pivots = type == MAPLE_ARANGE ? MAPLE_ARANGE_PIVOTS : MAPLE_RANGE_PIVOTS;
	u64 i;

	for (i = 0; i < MAPLE_RANGE_PIVOTS; i++) {
		u64 pivot;

		opaque(i);
		if (i == pivots)
			break;
		pivot = state->node[1 + i];
		if (pivot >= address || (i > 0 && !pivot))
			break;
	}
	return state->node[bounded(1 + pivots + i, NODE_WORDS - 1)];
}

struct tree_walk {
	struct sample_state *state;
	u64 address;
	u64 entry; /* the node to visit next, with its type */
	struct vm_area_struct *found;
};

/* A step of bpf_loop: one level down. A plain loop is verified level by level, three times as long. */
static long descend(__attribute__((unused)) u64 level, struct tree_walk *walk)
{
	struct sample_state *state = walk->state;
	u64 node = walk->entry & ~MAPLE_NODE_MASK;
	u32 type = walk->entry >> MAPLE_TYPE_SHIFT & MAPLE_TYPE_MASK;

	if (bpf_probe_read_kernel(state->node, sizeof(state->node), (void *)node))
		return 1;
	if (state->node[0] == node) /* its own parent: taken out of the tree */
		return 1;
	walk->entry = maple_slot(state, walk->address, type);
	if (type == MAPLE_LEAF && !(walk->entry & 3))
		walk->found = (struct vm_area_struct *)walk->entry;
	return type == MAPLE_LEAF || !walk->entry;
}

/* The mapping that should hold `address`, unverified. */
static __always_inline struct vm_area_struct *find_vma(struct sample_state *state, u64 address)
{
	struct tree_walk walk = { .state = state, .address = address };

	walk.entry = (u64)kernel_read(state->mm, mm_mt.ma_root);
	if ((walk.entry & 3) == 2) /* a node: a tree of no or one entry has none */
		bpf_loop(MAPLE_LEVELS, descend, &walk, 0);
	return walk.found;
}

/* Copies where the rows of the file's unwind table are. */
static __always_inline void find_table(struct mapping *mapping, u32 handle)
{
	u32 slot = handle & TABLE_SLOT_MASK;
	struct unwind_table *table = bpf_map_lookup_elem(&unwind_tables, &slot);

	mapping->table = handle;
	if (!slot || !table)
		return;
	mapping->first_granule = table->first_granule;
	mapping->granules = table->granules;
	mapping->first_index = table->first_index;
}

static __always_inline u64 vdso_of(struct mm_struct *mm)
{
	return (u64)kernel_read(mm, context.vdso);
}

/* Whether the mapping in state->request, which shows no file, is the vdso. */
static __always_inline bool is_vdso(const struct sample_state *state)
{
	/* That of a 32-bit process, which lies below 4 GiB, is another one. */
	return state->request.vm_start == state->vdso && state->vdso >> 32;
}

/* Finds what a pc of the mapping in state->request is part of. */
static __always_inline void find_code(struct sample_state *state, struct mapping *mapping,
				      struct file *file)
{
	struct file_request *place = &state->request;
	struct file_state *known;

	mapping->addend = FRAME(FRAME_USER, 0);
	if (!file && !is_vdso(state))
		return;
	if (place->vm_offset + (place->vm_end - place->vm_start) > FILE_OFFSET_MASK)
		return;
	known = meet_file(state, file);
	if (!known)
		return;
	mapping->addend = FRAME(FRAME_FILE, (u64)known->file_id << FILE_OFFSET_BITS) +
			  place->vm_offset - place->vm_start;
	find_table(mapping, known->table);
}

/* Writes where a mapping is and what of its file it shows. */
static __always_inline struct file *read_place(struct sample_state *state, struct vm_area_struct *vma)
{
	struct file_request *place = &state->request;
	struct file *file = kernel_read(vma, vm_file);

	place->vm_start = kernel_read(vma, vm_start);
	place->vm_end = kernel_read(vma, vm_end);
	place->vm_offset = file ? kernel_read(vma, vm_pgoff) << page_shift : 0;
	return file;
}

/* Looks `address` up in the process's mappings; NULL if it lies in none. */
static __always_inline struct mapping *look_up_mapping(struct sample_state *state, u64 address)
{
	struct vm_area_struct *vma = find_vma(state, address);
	struct file_request *place = &state->request;
	struct mapping *mapping;
	struct file *file;

	if (!vma)
		return NULL;
	file = read_place(state, vma);
	if (address < place->vm_start || address >= place->vm_end)
		return NULL;
	/* Memory of a mapping may be reused for another process's (SLAB_TYPESAFE_BY_RCU, 6.15). */
	if (kernel_read(vma, vm_mm) != state->mm)
		return NULL;

	mapping = &state->mappings[bounded(state->next_mapping++, MAPPINGS - 1)];
	mapping->start = place->vm_start;
	mapping->end = place->vm_end;
	mapping->addend = NOT_CODE;
	if (kernel_read(vma, vm_flags) & VM_EXEC)
		find_code(state, mapping, file);
	return mapping;
}

/* The mapping that holds `address`; most frames of a stack share a few. */
static __always_inline struct mapping *find_mapping(struct sample_state *state, u64 address)
{
	for (int i = 0; i < MAPPINGS; i++) {
		struct mapping *mapping = &state->mappings[i];

		if (address - mapping->start < mapping->end - mapping->start)
			return mapping;
	}
	return look_up_mapping(state, address);
}

/* Begins with a process of which no mapping has been looked up. */
static __always_inline void enter_process(struct sample_state *state, struct mm_struct *mm)
{
	state->mm = mm;
	state->vdso = vdso_of(mm);
	for (int i = 0; i < MAPPINGS; i++)
		state->mappings[i].end = state->mappings[i].start = 0;
	state->next_mapping = 0;
}

#endif
