/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernel's BPF interface as far as Brazier uses it, so that neither kernel nor libbpf headers are
 * needed to build. The numbers are stable ABI: include/uapi/linux/bpf.h of Linux v6.1. The macros
 * spell the conventions that libbpf 1.x reads from an object: sections name program types, and a map
 * is a variable in `.maps` whose type describes it (a number is the length of an array type).
 */
#ifndef BRAZIER_BPF_H
#define BRAZIER_BPF_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int s32;
typedef _Bool bool;

#define false 0
#define true 1
#define NULL ((void *)0)

#define SEC(name) __attribute__((section(name), used))
#define __always_inline inline __attribute__((always_inline))

#define map_number(name, number) int(*name)[number]
#define map_type(name, type) __typeof__(type) *name
#define map_values(type) __typeof__(type) *values[]

enum {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_PERCPU_HASH = 5,
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,
	BPF_MAP_TYPE_ARRAY_OF_MAPS = 12,
	BPF_MAP_TYPE_RINGBUF = 27,
};

enum {
	BPF_ANY = 0,
	BPF_NOEXIST = 1,
};

enum {
	BPF_F_MMAPABLE = 1 << 10, /* of a map: user space may map its values */
};

enum {
	BPF_F_USER_STACK = 1 << 8,
	BPF_RB_NO_WAKEUP = 1 << 0,
	BPF_RB_FORCE_WAKEUP = 1 << 1,
};

/* A helper is called by its number. Those that 5.8 lacks have their version beside them. */
static void *(*const bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*const bpf_map_update_elem)(void *map, const void *key, const void *value,
					 u64 flags) = (void *)2;
static long (*const bpf_map_delete_elem)(void *map, const void *key) = (void *)3;
static u64 (*const bpf_ktime_get_ns)(void) = (void *)5;
static u32 (*const bpf_get_smp_processor_id)(void) = (void *)8;
static u64 (*const bpf_get_current_pid_tgid)(void) = (void *)14;
static long (*const bpf_get_current_comm)(void *to, u32 size) = (void *)16;
static u64 (*const bpf_get_current_task)(void) = (void *)35;
static long (*const bpf_get_stack)(void *context, void *to, u32 size, u64 flags) = (void *)67;
static u64 (*const bpf_get_current_cgroup_id)(void) = (void *)80;
static long (*const bpf_probe_read_kernel)(void *to, u32 size, const void *from) = (void *)113;
static long (*const bpf_probe_read_kernel_str)(void *to, u32 size, const void *from) = (void *)115;
static long (*const bpf_probe_read_user)(void *to, u32 size, const void *from) = (void *)112;
static long (*const bpf_seq_write)(void *to, const void *from, u32 size) = (void *)127;
static long (*const bpf_ringbuf_output)(void *ring, void *data, u64 size, u64 flags) = (void *)130;
static void *(*const bpf_get_current_task_btf)(void) = (void *)158; /* 5.11 */
static void *(*const bpf_task_pt_regs)(void *task) = (void *)175; /* 5.15 */
static long (*const bpf_loop)(u32 times, void *step, void *context, u64 flags) = (void *)181; /* 5.17 */

/*
 * Bounds an index by a mask of all ones. The compiler would leave out an `&` that it believes
 * needless, or do it after the access; the verifier needs it before.
 */
#ifdef __bpf__
#define bounded(value, mask)                                                                       \
	({                                                                                         \
		u64 bounded_ = (value);                                                            \
		asm volatile("%0 &= %1" : "+r"(bounded_) : "i"(mask));                             \
		bounded_;                                                                          \
	})
#else
#define bounded(value, mask) ((value) & (mask))
#endif

/* Keeps the compiler from merging a loop's two bounds into one that the verifier cannot follow. */
#define opaque(variable) asm volatile("" : "+r"(variable))

#endif
