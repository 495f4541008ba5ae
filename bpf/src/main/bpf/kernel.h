/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernel types that Brazier looks into, each with only the members it reads. Order and padding
 * mean nothing here: see core.h. Every member exists from 5.8 to 7.3, except mm_struct.mm_mt (6.1)
 * and the context of the iterator (5.12).
 */
#ifndef BRAZIER_KERNEL_H
#define BRAZIER_KERNEL_H

#include "bpf.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* Processes and threads */

struct ns_common {
	u32 inum;
};

struct pid_namespace {
	struct ns_common ns;
};

struct upid {
	int nr;
	struct pid_namespace *ns;
};

struct pid {
	u32 level;
	struct upid numbers[1]; /* level + 1 of them, the initial namespace first */
};

typedef struct {
	int counter;
} atomic_t;

struct signal_struct {
	atomic_t live; /* threads that have not begun to exit */
	u32 flags;
};

enum {
	SIGNAL_GROUP_EXIT = 0x00000004,
};

typedef struct {
	unsigned long sig[1]; /* bit n - 1 for signal n */
} sigset_t;

struct sigpending {
	sigset_t signal;
};

/* What a system call may be made for: none, or after a filter was asked. */
struct seccomp {
	int mode;
};

enum {
	SECCOMP_MODE_FILTER = 2,
};

struct mnt_namespace {
	struct ns_common ns;
};

struct nsproxy {
	struct mnt_namespace *mnt_ns;
};

struct task_struct {
	u32 flags;
	int pid;
	int tgid;
	struct mm_struct *mm;
	struct task_struct *group_leader;
	struct pid *thread_pid;
	int exit_code;
	struct signal_struct *signal;
	struct sigpending pending; /* for this thread alone */
	struct seccomp seccomp;
	struct nsproxy *nsproxy; /* null once it has left its namespaces */
	struct css_set *cgroups;
	u64 start_boottime;
	char comm[16];
};

enum {
	PF_KTHREAD = 0x00200000,
};

/* Cgroups */

struct kernfs_node {
	u64 id;
};

struct cgroup_subsys_state {
	struct cgroup *cgroup;
	struct cgroup_subsys_state *parent;
};

struct cgroup {
	struct cgroup_subsys_state self;
	struct kernfs_node *kn;
};

/* Numbered as the kernel was configured: see core.h for how the number is found. */
enum cgroup_subsys_id {
	pids_cgrp_id = 1,
};

struct css_set {
	struct cgroup *dfl_cgrp; /* in the cgroup v2 tree */
	struct cgroup_subsys_state *subsys[1]; /* by cgroup_subsys_id */
};

/* Memory */

struct maple_tree {
	void *ma_root;
};

struct mm_struct {
	struct maple_tree mm_mt;
	struct {
		void *vdso;
	} context;
};

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	unsigned long vm_pgoff; /* in pages */
	unsigned long vm_flags;
	struct mm_struct *vm_mm;
	struct file *vm_file;
};

enum {
	VM_EXEC = 0x4,
};

/* Files */

struct qstr {
	const unsigned char *name;
};

struct dentry {
	struct dentry *d_parent; /* itself at the root */
	struct qstr d_name;
};

struct path {
	struct dentry *dentry;
};

struct super_block {
	u32 s_dev;
};

struct inode {
	unsigned long i_ino;
	u32 i_generation;
	struct super_block *i_sb;
};

struct file {
	struct path f_path;
	struct inode *f_inode;
};

#pragma clang attribute pop

/* The context of an iterator over the mappings of all tasks; the last pair is empty. */
struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
} __attribute__((preserve_access_index));

struct bpf_iter__task_vma {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	struct vm_area_struct *vma;
} __attribute__((preserve_access_index));

/* The context of a raw tracepoint: its arguments as the kernel passes them. */
struct bpf_raw_tracepoint_args {
	u64 args[2];
};

#endif
