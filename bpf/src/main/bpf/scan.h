/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Programs that user space runs itself before it samples: one reads which files are mapped already,
 * the other shows how this kernel's mappings are understood.
 */
#ifndef BRAZIER_SCAN_H
#define BRAZIER_SCAN_H

#include "core.h"
#include "file.h"
#include "kernel.h"
#include "mapping.h"
#include "maps.h"
#include "process.h"

/* Writes a struct file_request for each file, and the vdso, whose code is mapped and not yet asked for. */
SEC("iter/task_vma")
int list_mappings(struct bpf_iter__task_vma *context)
{
	struct task_struct *task = context->task;
	struct vm_area_struct *vma = context->vma;
	struct sample_state *state = scratch_of(SCRATCH_SCAN);
	struct file_key key = {};
	struct file_state *known;
	struct file *file;

	if (!task || !vma || !state || !(kernel_read(vma, vm_flags) & VM_EXEC))
		return 0;
	state->record.tgid = tgid_of(task);
	state->vdso = vdso_of(kernel_read(vma, vm_mm));
	file = read_place(state, vma);
	if (!state->record.tgid || !(file || is_vdso(state)))
		return 0;
	known = file_state_of(state, SCRATCH_SCAN, file, &key);
	if (!known || known->asked_ns)
		return 0;
	known->asked_ns = bpf_ktime_get_ns();
	fill_request(state, &key, known->file_id, file);
	bpf_seq_write(context->meta->seq, &state->request, sizeof(state->request));
	return 0;
}

/*
 * Looks the address args[0] of the calling process up as a sample would, and sends what it found; the
 * inode and the end are 0 if it found nothing. User space runs it by BPF_PROG_TEST_RUN and compares.
 */
SEC("raw_tp")
int show_mapping(struct bpf_raw_tracepoint_args *context)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct sample_state *state = scratch_of(SCRATCH_SCAN);
	struct file_key key = {};
	struct vm_area_struct *vma;

	if (!state)
		return 0;
	enter_process(state, kernel_read(task, mm));
	state->record.tgid = tgid_of(task);
	state->request.vm_end = 0;
	vma = find_vma(state, context->args[0]);
	if (vma)
		identify_file(read_place(state, vma), &key);
	fill_request(state, &key, 0, NULL);
	bpf_ringbuf_output(&requests, &state->request, sizeof(state->request), BPF_RB_NO_WAKEUP);
	return 0;
}

#endif
