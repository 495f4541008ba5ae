/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stands in for a container's own libc: bears the soname and path of the host's, but holds other code.
 *   gcc -O0 -fno-omit-frame-pointer -nostdlib -shared -fPIC -Wl,-soname,libc.so.6 \
 *       -Wl,--version-script=own_libc.map -o libc.so.6 own_libc.c
 */
static volatile unsigned long sink;

__attribute__((noinline)) void container_libc_spin(unsigned long n)
{
	unsigned long x = sink | 1;

	for (unsigned long i = 0; i < n; i++)
		x = x * 6364136223846793005UL + 1442695040888963407UL;
	sink = x;
	__asm__ volatile("");
}

/* The loader calls this in whatever is named libc.so.6. */
void __libc_early_init(_Bool initial)
{
	(void)initial;
}
