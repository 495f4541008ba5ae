/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Threads that map and unmap memory and their own executable file without end, so that the kernel changes
 * the tree of mappings while stacks are walked, beside threads that compute. In a whole stack that holds
 * at_bottom, descend is there exactly DEPTH times below in_thread.
 *   gcc -O2 -o mapping_storm mapping_storm.c -lpthread
 * Runs for the given number of seconds.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define KEPT __attribute__((noipa))
#define NO_TAIL_CALL __asm__ volatile("")

enum { DEPTH = 15, STORMS = 3, COMPUTERS = 2, KEPT_MAPPINGS = 64, PAGE = 4096 };

static volatile unsigned long sink;
static time_t end;

/* Keeps some dozens of mappings of changing sizes, each replaced in turn. */
KEPT void map_and_unmap(int file)
{
	void *mappings[KEPT_MAPPINGS] = { 0 };
	size_t sizes[KEPT_MAPPINGS];

	for (unsigned int i = 0; i < 20 * KEPT_MAPPINGS; i++) {
		unsigned int slot = i * 37 % KEPT_MAPPINGS;

		if (mappings[slot])
			munmap(mappings[slot], sizes[slot]);
		sizes[slot] = (1 + i % 5) * PAGE;
		mappings[slot] = i % 2 ? mmap(NULL, sizes[slot], PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0)
				       : mmap(NULL, sizes[slot], PROT_READ | PROT_WRITE,
					      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (mappings[slot] == MAP_FAILED)
			abort();
	}
	for (unsigned int slot = 0; slot < KEPT_MAPPINGS; slot++)
		munmap(mappings[slot], sizes[slot]);
}

KEPT void at_bottom(int file)
{
	if (file >= 0)
		map_and_unmap(file);
	else
		for (int i = 0; i < 20000; i++)
			sink = sink * 31 + i;
	NO_TAIL_CALL;
}

KEPT void descend(int depth, int file)
{
	if (depth > 1)
		descend(depth - 1, file);
	else
		at_bottom(file);
	NO_TAIL_CALL;
}

/* Gets the file to map, or -1 to compute. */
KEPT void *in_thread(void *file)
{
	while (time(NULL) < end)
		descend(DEPTH, (intptr_t)file);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t threads[STORMS + COMPUTERS];
	int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	if (file < 0)
		return 1;
	end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 10);
	for (int i = 0; i < STORMS + COMPUTERS; i++)
		if (pthread_create(&threads[i], NULL, in_thread, (void *)(intptr_t)(i < STORMS ? file : -1)))
			return 1;
	for (int i = 0; i < STORMS + COMPUTERS; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
