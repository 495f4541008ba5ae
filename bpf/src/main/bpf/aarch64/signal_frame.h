/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the kernel leaves on the stack when it calls a signal handler; included by walk.h. */
#ifndef BRAZIER_SIGNAL_FRAME_H
#define BRAZIER_SIGNAL_FRAME_H

/*
 * At the stack pointer lie struct siginfo and struct ucontext; the general registers follow the fault
 * address in uc_mcontext: x0 to x30, sp, pc. arch/arm64/kernel/signal.c of Linux v6.1.
 */
#define SAVED_REGISTERS_AT 312
#define SAVED_REGISTERS 33

/* mov x8, #139; svc #0: rt_sigreturn */
#define RT_SIGRETURN 0xd4000001d2801168ULL

static __always_inline bool is_signal_return(u64 pc)
{
	u64 code = 0;

	return !read_user(&code, sizeof(code), pc) && code == RT_SIGRETURN;
}

static __always_inline enum stack_end leave_signal_frame(struct walk *walk)
{
	u64 saved = walk->registers[STACK_POINTER] + SAVED_REGISTERS_AT;

	/* Read in place: with all of them on the stack there would be little left of its 512 bytes. */
	if (read_user(&walk->pc, sizeof(walk->pc), saved + (SAVED_REGISTERS - 1) * sizeof(u64)))
		return END_STACK_UNREADABLE;
	if (read_user(walk->registers, sizeof(walk->registers), saved))
		return END_STACK_UNREADABLE;
	return enter_interrupted(walk);
}

#endif
