/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Registers: as a perf event and the kernel's stack show them, which is stable ABI
 * (arch/x86/include/uapi/asm/ptrace.h of Linux v6.1), and as unwind tables number them (System V ABI,
 * AMD64 supplement, figure 3.36).
 */
#ifndef BRAZIER_REGISTERS_H
#define BRAZIER_REGISTERS_H

#include "bpf.h"

#define FRAME_POINTER 6 /* rbp */
#define STACK_POINTER 7 /* rsp */
#define WALK_REGISTERS 16 /* a power of two: rax, rdx, rcx, rbx, rsi, rdi, rbp, rsp, r8 to r15 */
#define LINK_REGISTER 0
#define HAS_LINK_REGISTER 0 /* the return address is always on the stack */

struct user_registers {
	u64 r15, r14, r13, r12, bp, bx;
	u64 r11, r10, r9, r8, ax, cx, dx, si, di;
	u64 orig_ax;
	u64 ip, cs, flags, sp, ss;
};

struct bpf_perf_event_data {
	struct user_registers registers;
	u64 sample_period;
	u64 addr;
};

#define USER32_CS 0x23 /* arch/x86/include/asm/segment.h */

static __always_inline u64 interrupted_pc(const struct bpf_perf_event_data *context)
{
	return context->registers.ip;
}

static __always_inline u64 user_pc(const struct user_registers *from)
{
	return from->ip;
}

static __always_inline bool is_32_bit(const struct user_registers *from)
{
	return (from->cs & 0xffff) == USER32_CS;
}

static __always_inline void number_registers(u64 *to, const struct user_registers *from)
{
	to[0] = from->ax;
	to[1] = from->dx;
	to[2] = from->cx;
	to[3] = from->bx;
	to[4] = from->si;
	to[5] = from->di;
	to[FRAME_POINTER] = from->bp;
	to[STACK_POINTER] = from->sp;
	to[8] = from->r8;
	to[9] = from->r9;
	to[10] = from->r10;
	to[11] = from->r11;
	to[12] = from->r12;
	to[13] = from->r13;
	to[14] = from->r14;
	to[15] = from->r15;
}

/* rbx, rbp, rsp and r12 to r15 belong to the caller, all others to whoever is called. */
static __always_inline bool is_clobbered_by_calls(u32 number)
{
	return number < 3 || number == 4 || number == 5 || (number >= 8 && number < 12);
}

/* The address in a return address. */
static __always_inline u64 code_address(u64 saved)
{
	return saved;
}

#endif
