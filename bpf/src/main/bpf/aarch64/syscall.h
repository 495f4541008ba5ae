/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which system call a thread is in. */
#ifndef BRAZIER_SYSCALL_H
#define BRAZIER_SYSCALL_H

#include "core.h"
#include "kernel.h"

#define AUDIT_ARCH_ARM 0x40000028
#define AUDIT_ARCH_AARCH64 0xc00000b7
#define PSR_MODE32_BIT 0x10 /* arch/arm64/include/uapi/asm/ptrace.h */

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct pt_regs {
	u64 pstate;
	s32 syscallno;
};

#pragma clang attribute pop

static __always_inline s32 number_of_call(struct pt_regs *registers)
{
	return kernel_read(registers, syscallno);
}

/* As audit numbers machines. */
static __always_inline u32 machine_of_call(struct task_struct *task, struct pt_regs *registers)
{
	(void)task;
	return kernel_read(registers, pstate) & PSR_MODE32_BIT ? AUDIT_ARCH_ARM : AUDIT_ARCH_AARCH64;
}

#endif
