/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program of the example in the package documentation of dev.brazier.bpf, with a map of each kind. */
#include "bpf.h"

const volatile u32 only_tgid = 0; /* 0: every process */
const volatile u8 marker = 0;

/* A ring of tgids. */
struct {
	map_number(type, BPF_MAP_TYPE_RINGBUF);
	map_number(max_entries, 64 * 1024);
} exits SEC(".maps");

/* Key: a tgid. Value: how many of its threads ended. */
struct {
	map_number(type, BPF_MAP_TYPE_HASH);
	map_number(max_entries, 1024);
	map_type(key, u32);
	map_type(value, u64);
} threads SEC(".maps");

/* Key: 0. Value: exits seen on this CPU. */
struct {
	map_number(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	map_number(max_entries, 1);
	map_type(key, u32);
	map_type(value, u32);
} seen SEC(".maps");

char LICENSE[] SEC("license") = "GPL";

SEC("raw_tp/sched_process_exit")
int on_exit(void)
{
	u64 ids = bpf_get_current_pid_tgid();
	u32 record[2] = { ids >> 32, marker };
	u32 key = 0;
	u32 *exits_seen = bpf_map_lookup_elem(&seen, &key);

	if (exits_seen)
		(*exits_seen)++;
	if (only_tgid && record[0] != only_tgid)
		return 0;
	bpf_ringbuf_output(&exits, record, sizeof(record), BPF_RB_FORCE_WAKEUP);
	return 0;
}

/* Reads through a pointer that may be null: the verifier must refuse it. */
SEC("raw_tp/sched_process_exit")
int unsafe(void)
{
	u32 key = 0;
	u64 *value = bpf_map_lookup_elem(&threads, &key);

	return *value;
}
