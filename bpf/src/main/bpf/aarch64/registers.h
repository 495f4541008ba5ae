/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Registers: as a perf event and the kernel's stack show them, which is stable ABI
 * (arch/arm64/include/uapi/asm/ptrace.h of Linux v6.1), and as unwind tables number them (DWARF for
 * the Arm 64-bit Architecture, section 4.1).
 */
#ifndef BRAZIER_REGISTERS_H
#define BRAZIER_REGISTERS_H

#include "bpf.h"

#define FRAME_POINTER 29
#define LINK_REGISTER 30
#define HAS_LINK_REGISTER 1
#define STACK_POINTER 31
#define WALK_REGISTERS 32 /* a power of two: x0 to x30, sp */

struct user_registers {
	u64 x[31];
	u64 sp, pc, pstate;
};

struct bpf_perf_event_data {
	struct user_registers registers;
	u64 sample_period;
	u64 addr;
};

#define PSR_MODE32_BIT 0x10

/*
 * Pointer authentication keeps a signature in the upper bits of a saved return address. User space
 * has 48 bits of addresses unless a program asks for more.
 */
#define CODE_ADDRESS ((1ULL << 48) - 1)

static __always_inline u64 interrupted_pc(const struct bpf_perf_event_data *context)
{
	return context->registers.pc;
}

static __always_inline u64 user_pc(const struct user_registers *from)
{
	return from->pc;
}

static __always_inline bool is_32_bit(const struct user_registers *from)
{
	return from->pstate & PSR_MODE32_BIT;
}

static __always_inline void number_registers(u64 *to, const struct user_registers *from)
{
	for (int i = 0; i < 31; i++)
		to[i] = from->x[i];
	to[STACK_POINTER] = from->sp;
}

/* x19 to x29 and sp belong to the caller; x30 changes with the call itself. */
static __always_inline bool is_clobbered_by_calls(u32 number)
{
	return number < 19;
}

/* The address in a return address. */
static __always_inline u64 code_address(u64 saved)
{
	return saved & CODE_ADDRESS;
}

#endif
