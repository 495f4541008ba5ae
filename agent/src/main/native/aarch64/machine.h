/* How a process begins and calls the kernel on arm64. Numbers: include/uapi/asm-generic/unistd.h of Linux 6.1. */
#pragma once

enum {
	SYSTEM_WRITE = 64,
	SYSTEM_CAPGET = 90,
	SYSTEM_CAPSET = 91,
	SYSTEM_EXIT_GROUP = 94,
	SYSTEM_PRCTL = 167,
	SYSTEM_EXECVE = 221,
};

__asm__(".globl _start\n"
	"_start:\n"
	"	mov x29, #0\n"
	"	mov x30, #0\n"
	"	mov x0, sp\n"
	"	bl launch\n");

/* Returns what the kernel does: a negative errno when it fails. */
static inline long system_call(long number, long first, long second, long third, long fourth, long fifth)
{
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = first;
	register long x1 __asm__("x1") = second;
	register long x2 __asm__("x2") = third;
	register long x3 __asm__("x3") = fourth;
	register long x4 __asm__("x4") = fifth;

	__asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
	return x0;
}
