/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a task is in our PID namespace, and whether it is one of the targets. */
#ifndef BRAZIER_PROCESS_H
#define BRAZIER_PROCESS_H

#include "core.h"
#include "kernel.h"
#include "targets.h"

#define MAX_PID_LEVEL 32 /* the kernel's limit: include/linux/pid_namespace.h */
#define MAX_CGROUP_DEPTH 32 /* deeper ones are compared with their 32 nearest ancestors only */

/* The number that `pid` has in the namespace pidns_inum, or 0 if it is not visible there. */
static __always_inline u32 namespaced_pid(struct pid *pid)
{
	struct upid *number = (struct upid *)kernel_address(pid, numbers);
	u32 level = kernel_read(pid, level);

	for (u64 i = 0; i <= MAX_PID_LEVEL; i++, number++) {
		struct pid_namespace *namespace;

		opaque(i);
		if (i > level)
			break;
		namespace = kernel_read(number, ns);
		if (kernel_read(namespace, ns.inum) == pidns_inum)
			return kernel_read(number, nr);
	}
	return 0;
}

static __always_inline u32 tid_of(struct task_struct *task)
{
	if (pidns_inum)
		return namespaced_pid(kernel_read(task, thread_pid));
	return kernel_read(task, pid);
}

static __always_inline u32 tgid_of(struct task_struct *task)
{
	if (pidns_inum)
		return tid_of(kernel_read(task, group_leader));
	return kernel_read(task, tgid);
}

/*
 * The cgroup that tells which container a task is in: the v2 one, or where that is the root (on hosts
 * whose controllers are in v1 hierarchies) that of the pids controller. Sets `legacy` for the latter.
 */
static __always_inline struct cgroup *identifying_cgroup(struct task_struct *task, u64 *legacy)
{
	struct css_set *cgroups = kernel_read(task, cgroups);
	struct cgroup *cgroup = kernel_read(cgroups, dfl_cgrp);
	struct cgroup_subsys_state **states = *kernel_address(cgroups, subsys);
	struct cgroup_subsys_state *pids = NULL;

	*legacy = 0;
	if (kernel_read(cgroup, self.parent) || !kernel_has_constant(enum cgroup_subsys_id, pids_cgrp_id))
		return cgroup;
	states += kernel_constant(enum cgroup_subsys_id, pids_cgrp_id);
	bpf_probe_read_kernel(&pids, sizeof(pids), states);
	if (!pids || !kernel_read(pids, parent))
		return cgroup;
	*legacy = LEGACY_CGROUP;
	return kernel_read(pids, cgroup);
}

static __always_inline u64 cgroup_id_of(struct cgroup *cgroup)
{
	struct kernfs_node *directory = kernel_read(cgroup, kn);

	return kernel_read(directory, id);
}

/*
 * Walks up the tree. The helper bpf_get_current_ancestor_cgroup_id would be shorter, but tracing
 * programs have it only since 5.14, and it knows v2 only.
 */
static __always_inline bool in_target_cgroup(struct task_struct *task)
{
	u64 legacy;
	struct cgroup *cgroup = identifying_cgroup(task, &legacy);

	for (int i = 0; i < MAX_CGROUP_DEPTH; i++) {
		u64 id = cgroup_id_of(cgroup) | legacy;
		struct cgroup_subsys_state *parent;

		if (bpf_map_lookup_elem(&target_cgroups, &id))
			return true;
		parent = kernel_read(cgroup, self.parent);
		if (!parent)
			return false;
		cgroup = kernel_read(parent, cgroup);
	}
	return false;
}

static __always_inline bool is_target(struct task_struct *task, u32 tgid)
{
	if (!filter_tgids && !filter_cgroups)
		return true;
	if (filter_tgids && bpf_map_lookup_elem(&target_tgids, &tgid))
		return true;
	return filter_cgroups && in_target_cgroup(task);
}

#endif
