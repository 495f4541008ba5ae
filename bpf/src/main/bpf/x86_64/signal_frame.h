/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the kernel leaves on the stack when it calls a signal handler; included by walk.h. */
#ifndef BRAZIER_SIGNAL_FRAME_H
#define BRAZIER_SIGNAL_FRAME_H

/*
 * struct ucontext lies at the stack pointer once the handler has returned; its general registers
 * begin at uc_mcontext: r8 to r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip.
 * arch/x86/include/uapi/asm/sigcontext.h of Linux v6.1.
 */
#define UC_MCONTEXT 40
#define SAVED_REGISTERS 17

/* mov $15, %rax; syscall: rt_sigreturn, as gdb and libgcc know it too */
#define RT_SIGRETURN_LOW 0x0f0000000fc0c748ULL
#define RT_SIGRETURN_HIGH 0x05

static __always_inline bool is_signal_return(u64 pc)
{
	u64 code[2] = {};

	return !read_user(code, 9, pc) && code[0] == RT_SIGRETURN_LOW &&
	       (code[1] & 0xff) == RT_SIGRETURN_HIGH;
}

static __always_inline enum stack_end leave_signal_frame(struct walk *walk)
{
	u64 saved[SAVED_REGISTERS];
	u64 *to = walk->registers;

	if (read_user(saved, sizeof(saved), to[STACK_POINTER] + UC_MCONTEXT))
		return END_STACK_UNREADABLE;
	for (int i = 0; i < 8; i++)
		to[8 + i] = saved[i];
	to[5] = saved[8];
	to[4] = saved[9];
	to[FRAME_POINTER] = saved[10];
	to[3] = saved[11];
	to[1] = saved[12];
	to[0] = saved[13];
	to[2] = saved[14];
	to[STACK_POINTER] = saved[15];
	walk->pc = saved[16];
	return enter_interrupted(walk);
}

#endif
