/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which processes the programs of an object are about: knobs as in knobs.h, and maps. */
#ifndef BRAZIER_TARGETS_H
#define BRAZIER_TARGETS_H

#include "bpf.h"

/* Marks the inode of a directory in the pids controller's hierarchy of cgroup v1. */
#define LEGACY_CGROUP (1ULL << 63)

/* A process passes if it matches one filter that is on, or if none is on. */
const volatile bool filter_tgids = false; /* the map `target_tgids` */
const volatile bool filter_cgroups = false; /* the map `target_cgroups` and what lies below */
const volatile bool follow_children = false; /* a target's children become targets */

const volatile u32 pidns_inum = 0; /* inode of our PID namespace; 0: we are in the initial one */

/*
 * Key: the tgid of a target, in our PID namespace.
 * Value: nothing; the key's presence counts.
 */
struct {
	map_number(type, BPF_MAP_TYPE_HASH);
	map_number(max_entries, 4096);
	map_type(key, u32);
	map_type(value, u8);
} target_tgids SEC(".maps");

/*
 * Key: a cgroup, as cgroup_id_of and identifying_cgroup number it, that is a target with all below it.
 * Value: nothing; the key's presence counts.
 */
struct {
	map_number(type, BPF_MAP_TYPE_HASH);
	map_number(max_entries, 1024);
	map_type(key, u64);
	map_type(value, u8);
} target_cgroups SEC(".maps");

#endif
