/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs code of files that no path leads to: it copies itself into memory, runs that copy, and there loads
 * the library that it was given and removes its file. In a whole stack that holds library_bottom,
 * library_descend is there exactly LIBRARY_DEPTH times.
 *   gcc -O2 -shared -fPIC -o libgone.so gone_library.c
 *   gcc -O2 -o gone gone.c -ldl
 *   ./gone ./libgone.so SECONDS
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define KEPT __attribute__((noipa))
#define IN_MEMORY "in-memory"

enum { LIBRARY_DEPTH = 18 };

/* Comes back only when it failed. */
static void run_from_memory(char **argv)
{
	char *again[] = { IN_MEMORY, argv[1], argv[2], NULL };
	int self = open("/proc/self/exe", O_RDONLY);
	int copy = memfd_create(IN_MEMORY, MFD_CLOEXEC);
	char block[4096];
	ssize_t length;

	while ((length = read(self, block, sizeof(block))) > 0)
		if (write(copy, block, length) != length)
			return;
	fexecve(copy, again, environ);
}

KEPT void serve(void (*descend)(int), time_t end)
{
	while (time(NULL) < end)
		descend(LIBRARY_DEPTH);
}

int main(int argc, char **argv)
{
	void (*descend)(int);
	void *library;

	if (argc != 3)
		return 2;
	if (strcmp(argv[0], IN_MEMORY))
		run_from_memory(argv);
	library = dlopen(argv[1], RTLD_NOW);
	descend = library ? (void (*)(int))dlsym(library, "library_descend") : NULL;
	if (!descend || unlink(argv[1]))
		return 1;
	serve(descend, time(NULL) + atoi(argv[2]));
	return 0;
}
