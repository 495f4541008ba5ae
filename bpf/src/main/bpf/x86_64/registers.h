/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The registers that a perf event interrupted, as user space may see them: stable ABI,
 * arch/x86/include/uapi/asm/ptrace.h of Linux v6.1.
 */
#ifndef BRAZIER_REGISTERS_H
#define BRAZIER_REGISTERS_H

#include "bpf.h"

struct bpf_perf_event_data {
	u64 r15, r14, r13, r12, bp, bx;
	u64 r11, r10, r9, r8, ax, cx, dx, si, di;
	u64 orig_ax;
	u64 ip, cs, flags, sp, ss;
	u64 sample_period;
	u64 addr;
};

static __always_inline u64 interrupted_pc(const struct bpf_perf_event_data *registers)
{
	return registers->ip;
}

#endif
