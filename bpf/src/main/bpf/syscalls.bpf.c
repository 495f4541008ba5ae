/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * System calls: those that seccomp refuses, and those that are made.
 *
 * The kernel traces sys_enter only once seccomp has let a call pass, but sys_exit always. So a sys_exit
 * without its thread's sys_enter is a refused call, provided that the thread was watched when the call
 * began. That is known of a thread from the first event on that was seen of it; so the first exit only
 * makes it known, be it that of a call that was under way when tracing began, or of one during which
 * another thread put a filter on all (SECCOMP_FILTER_FLAG_TSYNC).
 *
 * No other exit lacks its enter: a new thread's first one returns 0, and execve, sigreturn and restarted
 * calls have both. What a filter hands to a tracer or a supervisor counts as refused if that answers with
 * an error. Needs Linux 5.15 (bpf_task_pt_regs).
 */
#include "bpf.h"

#include "core.h"
#include "kernel.h"
#include "process.h"
#include "syscall.h"
#include "syscalls.h"
#include "targets.h"

char LICENSE[] SEC("license") = "GPL"; /* of the spellings the kernel knows */

/* Set before load. */
const volatile bool count_calls = false; /* those that are made, too: in the map `calls` */
const volatile bool only_confined = true; /* look only at threads with a filter: others are never refused */
const volatile u32 unwatched_mounts = 0; /* inode of a mount namespace to leave out; 0: none */

/* Keeps the enum in the object's BTF for user space's tests. */
const volatile struct {
	enum call_counter call_counter;
} vocabulary SEC(".rodata") = {};

enum {
	SIGSYS = 31,
	MAX_ERRNO = 4095, /* include/linux/err.h */
};

struct thread {
	u64 cgroups; /* where the thread was when `watched` and `cgroup_id` were found out */
	u64 namespaces;
	u64 cgroup_id;
	bool entered; /* it is in a call that seccomp let pass */
	bool watched; /* by the place it is in */
	bool inherited; /* watched because its parent was */
	bool executed; /* it runs what its container is for, and is no longer the runtime that prepares it */
};

/*
 * Key: the kernel's own number of a thread (tid).
 * Value: what is known of it. User space chooses the size.
 */
struct {
	map_number(type, BPF_MAP_TYPE_HASH);
	map_number(max_entries, 32768);
	map_type(key, u32);
	map_type(value, struct thread);
} threads SEC(".maps");

/*
 * Key: a refused call of a container.
 * Value: how often, and by whom the last time.
 */
struct {
	map_number(type, BPF_MAP_TYPE_HASH);
	map_number(max_entries, 8192);
	map_type(key, struct refused_key);
	map_type(value, struct refused_call);
} refusals SEC(".maps");

/*
 * Key: a call that a cgroup makes.
 * Value: how often, on this CPU.
 */
struct {
	map_number(type, BPF_MAP_TYPE_PERCPU_HASH);
	map_number(max_entries, 1);
	map_type(key, struct made_key);
	map_type(value, u64);
} calls SEC(".maps");

/*
 * Key: enum call_counter.
 * Value: how often that happened on this CPU since load.
 */
struct {
	map_number(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	map_number(max_entries, CALL_COUNTERS);
	map_type(key, u32);
	map_type(value, u64);
} call_counters SEC(".maps");

static __always_inline void count(enum call_counter counter)
{
	u32 key = counter;
	u64 *events = bpf_map_lookup_elem(&call_counters, &key);

	if (events)
		(*events)++;
}

/* Makes a thread known that was there before tracing began; NULL if there is no room. */
static __always_inline struct thread *meet(u32 tid)
{
	struct thread met = { .executed = true };
	struct thread *thread;

	bpf_map_update_elem(&threads, &tid, &met, BPF_NOEXIST);
	thread = bpf_map_lookup_elem(&threads, &tid);
	if (!thread)
		count(CALLS_THREADS_FULL);
	return thread;
}

static __always_inline u32 mount_namespace_of(struct task_struct *task)
{
	struct nsproxy *namespaces = kernel_read(task, nsproxy);
	struct mnt_namespace *mounts = kernel_read(namespaces, mnt_ns);

	return kernel_read(mounts, ns.inum);
}

static __always_inline u64 place_of(struct task_struct *task)
{
	u64 legacy;
	struct cgroup *cgroup = identifying_cgroup(task, &legacy);

	return cgroup_id_of(cgroup) | legacy;
}

/* Whether the task is a target where it is now. Found out anew only when it has moved. */
static __always_inline bool is_watched(struct thread *thread, struct task_struct *task)
{
	u64 cgroups = (u64)kernel_read(task, cgroups);
	u64 namespaces = (u64)kernel_read(task, nsproxy);
	u32 tgid;

	if (thread->cgroups != cgroups || thread->namespaces != namespaces) {
		thread->cgroup_id = place_of(task);
		thread->watched = (filter_cgroups ? in_target_cgroup(task) : !filter_tgids) &&
				  (!unwatched_mounts || mount_namespace_of(task) != unwatched_mounts);
		thread->cgroups = cgroups;
		thread->namespaces = namespaces;
	}
	if (thread->watched || thread->inherited || !filter_tgids)
		return thread->watched || thread->inherited;
	tgid = tgid_of(task);
	return bpf_map_lookup_elem(&target_tgids, &tgid);
}

static __always_inline s32 known_number(s32 number)
{
	return (u32)(number & ~X32_BIT) < MAX_CALLS ? number : UNKNOWN_CALL;
}

static __always_inline void count_call(struct thread *thread, u32 machine, s32 number)
{
	struct made_key key = {
		.cgroup_id = thread->cgroup_id, .machine = machine, .number = known_number(number)
	};
	u64 *times = bpf_map_lookup_elem(&calls, &key);
	u64 first = 1;

	if (times)
		(*times)++;
	else if (bpf_map_update_elem(&calls, &key, &first, BPF_NOEXIST))
		count(CALLS_FULL);
}

static __always_inline void note_refusal(struct task_struct *task, struct pt_regs *registers, u32 error)
{
	struct task_struct *leader = kernel_read(task, group_leader);
	struct refused_key key = {
		.cgroup_id = place_of(task),
		.mount_namespace = mount_namespace_of(task),
		.machine = machine_of_call(task, registers),
		.number = known_number(number_of_call(registers)),
		.error = error,
	};
	struct refused_call none = {};
	struct refused_call *refused = bpf_map_lookup_elem(&refusals, &key);

	if (!refused) {
		bpf_map_update_elem(&refusals, &key, &none, BPF_NOEXIST);
		refused = bpf_map_lookup_elem(&refusals, &key);
	}
	if (!refused) {
		count(CALLS_REFUSALS_FULL);
		return;
	}
	__sync_fetch_and_add(&refused->count, 1);
	refused->last_ns = bpf_ktime_get_ns();
	refused->tgid = tgid_of(task);
	bpf_probe_read_kernel(refused->process_comm, sizeof(refused->process_comm),
			      kernel_address(leader, comm));
}

/* A filter that kills leaves a mode of its own behind, which is above (SECCOMP_MODE_DEAD, 5.17). */
static __always_inline bool is_looked_at(struct task_struct *task)
{
	return !only_confined || task->seccomp.mode >= SECCOMP_MODE_FILTER;
}

/* TP_PROTO(struct pt_regs *regs, long id) */
SEC("raw_tp/sys_enter")
int enter_call(struct bpf_raw_tracepoint_args *arguments)
{
	struct task_struct *task = bpf_get_current_task_btf();
	u32 tid = bpf_get_current_pid_tgid();
	struct thread *thread;

	if (!is_looked_at(task))
		return 0;
	thread = bpf_map_lookup_elem(&threads, &tid);
	if (!thread)
		thread = meet(tid);
	if (!thread)
		return 0;
	thread->entered = true;
	if (count_calls && thread->executed && is_watched(thread, task))
		count_call(thread, machine_of_call(task, (struct pt_regs *)arguments->args[0]),
			   arguments->args[1]);
	return 0;
}

/* Whether seccomp has just answered the call with a signal. */
static __always_inline bool is_trapped(struct task_struct *task)
{
	return task->pending.signal.sig[0] >> (SIGSYS - 1) & 1;
}

/* TP_PROTO(struct pt_regs *regs, long ret) */
SEC("raw_tp/sys_exit")
int leave_call(struct bpf_raw_tracepoint_args *arguments)
{
	struct task_struct *task = bpf_get_current_task_btf();
	u32 tid = bpf_get_current_pid_tgid();
	u64 error = -arguments->args[1];
	struct thread *thread;

	if (!is_looked_at(task))
		return 0;
	thread = bpf_map_lookup_elem(&threads, &tid);
	if (!thread) {
		meet(tid);
		return 0;
	}
	if (thread->entered) {
		thread->entered = false;
		return 0;
	}
	if (is_trapped(task))
		error = 0;
	else if (error - 1 >= MAX_ERRNO)
		return 0;
	if (is_watched(thread, task))
		note_refusal(task, (struct pt_regs *)arguments->args[0], error);
	return 0;
}

/* TP_PROTO(struct task_struct *parent, struct task_struct *child); also runs for a new thread. */
SEC("raw_tp/sched_process_fork")
int inherit_watch(struct bpf_raw_tracepoint_args *arguments)
{
	struct task_struct *parent = bpf_get_current_task_btf();
	struct task_struct *child = (struct task_struct *)arguments->args[1];
	u32 tid = bpf_get_current_pid_tgid();
	u32 born_tid = kernel_read(child, pid);
	struct thread *thread;
	struct thread born = {};
	bool watched;

	if (!is_looked_at(parent))
		return 0;
	thread = bpf_map_lookup_elem(&threads, &tid);
	if (!thread)
		thread = meet(tid);
	if (!thread)
		return 0;
	watched = is_watched(thread, parent);
	born.executed = watched && thread->executed;
	born.inherited = watched && follow_children;
	if (bpf_map_update_elem(&threads, &born_tid, &born, BPF_ANY))
		count(CALLS_THREADS_FULL);
	return 0;
}

/* TP_PROTO(struct task_struct *task, pid_t old_pid, ...). A thread that was not the first becomes it. */
SEC("raw_tp/sched_process_exec")
int begin_program(struct bpf_raw_tracepoint_args *arguments)
{
	struct task_struct *task = bpf_get_current_task_btf();
	u32 tid = bpf_get_current_pid_tgid();
	u32 before = arguments->args[1];
	struct thread *thread;

	if (before != tid)
		bpf_map_delete_elem(&threads, &before);
	if (!is_looked_at(task))
		return 0;
	thread = bpf_map_lookup_elem(&threads, &tid);
	if (!thread)
		thread = meet(tid);
	if (thread && is_watched(thread, task))
		thread->executed = true;
	return 0;
}

/*
 * TP_PROTO(struct task_struct *task, ...). A thread that seccomp kills alone, without its process, comes
 * here straight from the call.
 */
SEC("raw_tp/sched_process_exit")
int forget_thread(struct bpf_raw_tracepoint_args *arguments)
{
	struct task_struct *task = bpf_get_current_task_btf();
	u32 tid = bpf_get_current_pid_tgid();
	struct thread *thread = bpf_map_lookup_elem(&threads, &tid);
	struct signal_struct *process = kernel_read(task, signal);

	(void)arguments;
	if (!thread)
		return 0;
	if (!thread->entered && (task->exit_code & 0x7f) == SIGSYS &&
	    !(kernel_read(process, flags) & SIGNAL_GROUP_EXIT) && is_watched(thread, task))
		note_refusal(task, bpf_task_pt_regs(task), 0);
	bpf_map_delete_elem(&threads, &tid);
	return 0;
}
