/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The program that goes with own_libc.c; it has its own entry point, so that no other libc is needed.
 *   gcc -O0 -fno-omit-frame-pointer -nostdlib -pie -o own_libc_main own_libc_main.c libc.so.6
 */
void container_libc_spin(unsigned long n);

__attribute__((noinline)) void container_work(void)
{
	container_libc_spin(100000);
	__asm__ volatile("");
}

__attribute__((force_align_arg_pointer)) void _start(void)
{
	for (;;)
		container_work();
}
