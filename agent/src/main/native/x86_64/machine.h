/* How a process begins and calls the kernel on x86-64. Numbers: arch/x86/entry/syscalls/syscall_64.tbl of Linux 6.1. */
#pragma once

enum {
	SYSTEM_WRITE = 1,
	SYSTEM_EXECVE = 59,
	SYSTEM_CAPGET = 125,
	SYSTEM_CAPSET = 126,
	SYSTEM_PRCTL = 157,
	SYSTEM_EXIT_GROUP = 231,
};

__asm__(".globl _start\n"
	"_start:\n"
	"	xor %ebp, %ebp\n"
	"	mov %rsp, %rdi\n"
	"	and $-16, %rsp\n"
	"	call launch\n");

/* Returns what the kernel does: a negative errno when it fails. */
static inline long system_call(long number, long first, long second, long third, long fourth, long fifth)
{
	register long r10 __asm__("r10") = fourth;
	register long r8 __asm__("r8") = fifth;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(first), "S"(second), "d"(third), "r"(r10), "r"(r8)
			 : "rcx", "r11", "memory");
	return result;
}
