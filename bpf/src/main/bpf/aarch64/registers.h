/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The registers that a perf event interrupted, as user space may see them: stable ABI,
 * arch/arm64/include/uapi/asm/ptrace.h of Linux v6.1.
 */
#ifndef BRAZIER_REGISTERS_H
#define BRAZIER_REGISTERS_H

#include "bpf.h"

struct bpf_perf_event_data {
	u64 x[31];
	u64 sp, pc, pstate;
	u64 sample_period;
	u64 addr;
};

static __always_inline u64 interrupted_pc(const struct bpf_perf_event_data *registers)
{
	return registers->pc;
}

#endif
