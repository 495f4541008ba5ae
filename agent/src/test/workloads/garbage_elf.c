/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spends its time in code of a file that begins like an ELF file and is none, as a hostile container may
 * map. x86-64 only.
 *   gcc -O0 -o garbage_elf garbage_elf.c && ./garbage_elf FILE
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096

/* A 64-bit little-endian ELF header for x86-64 whose header tables lie far behind the end of the file. */
static const unsigned char header[64] = {
	0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	3, 0, 62, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0xff, 0, 0, 0, 0, 0, 0, 0, 0xff, 0, 0, 0,
	0, 0, 0, 0, 64, 0, 56, 0, 0xff, 0xff, 64, 0, 0xff, 0xff, 1, 0,
};

/* mov $100000000,%ecx; 1: dec %ecx; jnz 1b; ret */
static const unsigned char loop[] = { 0xb9, 0, 0xe1, 0xf5, 0x05, 0xff, 0xc9, 0x75, 0xfc, 0xc3 };

int main(int argc, char **argv)
{
	unsigned char content[2 * PAGE];
	void (*code)(void);
	int file = argc > 1 ? open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0755) : -1;

	memset(content, 0xa5, sizeof(content));
	memcpy(content, header, sizeof(header));
	memcpy(content + PAGE, loop, sizeof(loop));
	if (file < 0 || write(file, content, sizeof(content)) != sizeof(content))
		return 1;
	code = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, PAGE);
	if (code == MAP_FAILED)
		return 1;
	for (;;)
		code();
}
