/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which system call a thread is in. */
#ifndef BRAZIER_SYSCALL_H
#define BRAZIER_SYSCALL_H

#include "core.h"
#include "kernel.h"

#define AUDIT_ARCH_I386 0x40000003
#define AUDIT_ARCH_X86_64 0xc000003e
#define TS_COMPAT 0x0002 /* arch/x86/include/asm/thread_info.h */

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct pt_regs {
	unsigned long orig_ax;
};

struct thread_info {
	u32 status;
};

/* What follows ___ is no part of the kernel's name. */
struct task_struct___in_call {
	struct thread_info thread_info;
};

#pragma clang attribute pop

static __always_inline s32 number_of_call(struct pt_regs *registers)
{
	return kernel_read(registers, orig_ax);
}

/* As audit numbers machines: a 64-bit program may make 32-bit calls too. */
static __always_inline u32 machine_of_call(struct task_struct *task, struct pt_regs *registers)
{
	struct task_struct___in_call *caller = (struct task_struct___in_call *)task;

	(void)registers;
	return kernel_read(caller, thread_info.status) & TS_COMPAT ? AUDIT_ARCH_I386 : AUDIT_ARCH_X86_64;
}

#endif
