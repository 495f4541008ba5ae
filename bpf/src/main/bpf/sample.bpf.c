/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sampling: a perf event ticks on each CPU, and one record of raw addresses goes to user space.
 *
 * sample_tables and sample_located need Linux 6.1 (bpf_loop, and mappings in a maple tree);
 * sample_plain serves 5.8 to 6.0, where user space has to find the mappings itself. User space loads
 * one of them, with it the programs of scan.h where they can run, and those that keep the targets up
 * to date only when it filters by process.
 */
#include "bpf.h"
#include "sample.h"

#include "core.h"
#include "kernel.h"
#include "knobs.h"
#include "maps.h"
#include "process.h"
#include "registers.h"
#include "scan.h"
#include "targets.h"
#include "user_stack.h"

char LICENSE[] SEC("license") = "GPL"; /* of the spellings the kernel knows */

/* Keeps the enums, which the programs use as plain numbers, in the object's BTF for user space's tests. */
const volatile struct {
	enum frame_tag frame_tag;
	enum frame_marker frame_marker;
	enum stack_end stack_end;
	enum sample_flag sample_flag;
	enum file_flag file_flag;
	enum counter counter;
	enum cfa_rule cfa_rule;
	enum saved_rule saved_rule;
	enum table_state table_state;
} vocabulary SEC(".rodata") = {};

/* Writes who was interrupted; false if that is nobody to sample. */
static __always_inline bool identify(struct sample_record *record, struct task_struct *task)
{
	struct task_struct *leader = kernel_read(task, group_leader);
	bool idle = !bpf_get_current_pid_tgid();
	struct cgroup *cgroup;
	u64 legacy;

	if (idle && !include_idle) {
		count(COUNT_IDLE);
		return false;
	}
	record->tgid = tgid_of(task);
	record->tid = tid_of(task);
	if (!idle && !(record->tgid && record->tid)) {
		count(COUNT_HIDDEN);
		return false;
	}
	if (!is_target(task, record->tgid)) {
		count(COUNT_FILTERED);
		return false;
	}
	cgroup = identifying_cgroup(task, &legacy);
	record->cgroup_id = cgroup_id_of(cgroup) | legacy;
	record->start_time_ns = kernel_read(leader, start_boottime);
	bpf_get_current_comm(record->comm, sizeof(record->comm));
	bpf_probe_read_kernel(record->process_comm, sizeof(record->process_comm),
			      kernel_address(leader, comm));
	return true;
}

static __always_inline void append_kernel_stack(struct bpf_perf_event_data *context,
						struct sample_record *record)
{
	long bytes = bpf_get_stack(context, record->frames, MAX_KERNEL_FRAMES * sizeof(u64), 0);

	if (bytes <= 0) {
		if (!(record->flags & SAMPLE_IN_USER))
			count(COUNT_NO_KERNEL_STACK);
		return;
	}
	record->kernel_frames = bytes / sizeof(u64);
	for (u64 i = 0; i < MAX_KERNEL_FRAMES; i++) {
		opaque(i);
		if (i >= record->kernel_frames)
			break;
		record->frames[i] = FRAME(FRAME_KERNEL, record->frames[i] & FRAME_PAYLOAD);
	}
}

static __always_inline void send(struct sample_record *record)
{
	u64 frames = bounded(record->kernel_frames + record->user_frames, FRAME_SLOTS - 1);
	u32 index = record->cpu % ring_count;
	void *ring = bpf_map_lookup_elem(&rings, &index);

	if (ring && !bpf_ringbuf_output(ring, record, sizeof(*record) + frames * sizeof(u64),
					BPF_RB_NO_WAKEUP))
		count(COUNT_SENT);
	else
		count(COUNT_RING_FULL); /* or its lock was held where an NMI may not wait for it */
}

static __always_inline int sample(struct bpf_perf_event_data *context, enum user_walk how)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct sample_state *state = scratch_of(SCRATCH_SAMPLE);
	struct sample_record *record;

	if (!state)
		return 0;
	count(COUNT_TICKS);
	record = &state->record;
	if (!identify(record, task))
		return 0;
	record->time_ns = bpf_ktime_get_ns();
	record->cpu = bpf_get_smp_processor_id();
	record->kernel_frames = 0;
	record->user_frames = 0;
	/* Kernel addresses have their highest bit set on every 64-bit machine. */
	record->flags = (long)interrupted_pc(context) >= 0 ? SAMPLE_IN_USER : 0;
	record->end = END_NOT_ASKED;
	if (include_kernel)
		append_kernel_stack(context, record);
	if (include_user)
		append_user_stack(context, state, task, how);
	send(record);
	return 0;
}

SEC("perf_event")
int sample_tables(struct bpf_perf_event_data *context)
{
	return sample(context, WALK_TABLES);
}

SEC("perf_event")
int sample_located(struct bpf_perf_event_data *context)
{
	return sample(context, WALK_CHAIN_AND_LOCATE);
}

SEC("perf_event")
int sample_plain(struct bpf_perf_event_data *context)
{
	return sample(context, WALK_CHAIN);
}

/* TP_PROTO(struct task_struct *parent, struct task_struct *child); also runs for a new thread. */
SEC("raw_tp/sched_process_fork")
int follow_fork(struct bpf_raw_tracepoint_args *arguments)
{
	u32 parent = tgid_of((struct task_struct *)arguments->args[0]);
	u32 child = tgid_of((struct task_struct *)arguments->args[1]);
	u8 present = 1;

	if (!follow_children || !child || child == parent)
		return 0;
	if (!bpf_map_lookup_elem(&target_tgids, &parent))
		return 0;
	if (bpf_map_update_elem(&target_tgids, &child, &present, BPF_ANY))
		count(COUNT_CHILD_LOST);
	return 0;
}

/* TP_PROTO(struct task_struct *task, ...). Its number may soon be another process's. */
SEC("raw_tp/sched_process_exit")
int forget_exit(struct bpf_raw_tracepoint_args *arguments)
{
	struct task_struct *task = (struct task_struct *)arguments->args[0];
	struct signal_struct *process = kernel_read(task, signal);
	u32 tgid = tgid_of(task);

	if (kernel_read(process, live.counter) == 0)
		bpf_map_delete_elem(&target_tgids, &tgid);
	return 0;
}
