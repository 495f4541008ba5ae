/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every kind of frame that C code makes, at known depths. In a whole stack that holds at_bottom, descend
 * is there exactly MAIN_DEPTH times below main or THREAD_DEPTH times below in_thread; in one that holds
 * at_signal_bottom, descend_in_signal is there exactly SIGNAL_DEPTH times below on_signal. Built as
 * distributions build, without frame pointers:
 *   gcc -O2 -o known_depths known_depths.c -lm -lpthread
 * Runs for the given number of seconds; a second argument replaces MAIN_DEPTH.
 *
 * Signals come while code of every kind runs. The main thread handles them on an alternate stack below
 * its own, the first thread on one above its own, the second thread on its own stack.
 */
#define _GNU_SOURCE
#include <alloca.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Neither inlined, cloned, nor merged with its caller: its frame is there whenever it runs. */
#define KEPT __attribute__((noipa))
/* Behind the last call of a function: that call is no jump then. */
#define NO_TAIL_CALL __asm__ volatile("")

enum { MAIN_DEPTH = 25, THREAD_DEPTH = 40, SIGNAL_DEPTH = 7, ALTERNATE_SIZE = 64 << 10 };

static volatile unsigned long sink;
static time_t end;
static char below_main_stack[ALTERNATE_SIZE];

KEPT int compare(const void *left, const void *right)
{
	int a = *(const int *)left, b = *(const int *)right;

	sink += a ^ b;
	return (a > b) - (a < b);
}

/* libc calls us back. */
KEPT void sort(void)
{
	int values[600];

	for (int i = 0; i < 600; i++)
		values[i] = i * 7919 % 601;
	qsort(values, 600, sizeof(*values), compare);
	NO_TAIL_CALL;
}

/* A frame whose size only the run knows, then libc's deepest code. */
KEPT void format(void)
{
	char *text = alloca(300 + (sink & 63));
	char line[400];

	memset(text, 'x', 299);
	text[299] = 0;
	for (int i = 0; i < 200; i++)
		sink += strlen(text) + (text[i] == 'y');
	snprintf(line, sizeof(line), "%s %f", text, (double)sink * 0.5);
	sink += line[3];
}

/* A frame of 70 KB: more than a sampler that copies stacks would copy. */
KEPT void fill_big_frame(void)
{
	volatile char big[70000];

	for (int i = 0; i < 70000; i += 64)
		big[i] = i;
	sink += big[640];
}

/* Code of the vdso. */
KEPT void read_clock(void)
{
	struct timespec now;

	for (int i = 0; i < 300; i++) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		sink += now.tv_nsec;
	}
}

KEPT void compute(void)
{
	double x = 1;

	for (int i = 1; i < 300; i++)
		x += sin(x * i) + pow(x, 0.3) + exp(-x);
	sink += (long)x;
}

KEPT void enter_kernel(void)
{
	for (int i = 0; i < 40; i++)
		sink += getppid();
}

/* A frame that is aligned more than its caller's: its CFA is an expression. */
KEPT void align_frame(void)
{
	__attribute__((aligned(64))) volatile float lanes[256];
	volatile char *more = alloca(64 + (sink & 15));

	for (int i = 0; i < 256; i++)
		lanes[i] = i * 0.5f;
	more[0] = 1;
	for (int i = 0; i < 256; i++)
		sink += lanes[i];
}

KEPT void jump(jmp_buf *back)
{
	longjmp(*back, 1);
}

KEPT void jump_out(void)
{
	jmp_buf back;

	for (volatile int i = 0; i < 200; i++)
		if (!setjmp(back))
			jump(&back);
}

static void (*const works[])(void) = {
	sort, format, fill_big_frame, read_clock, compute, enter_kernel, align_frame, jump_out,
};

KEPT void at_bottom(unsigned int work)
{
	works[work % (sizeof(works) / sizeof(*works))]();
	NO_TAIL_CALL;
}

KEPT void descend(int depth, unsigned int work)
{
	if (depth > 1)
		descend(depth - 1, work);
	else
		at_bottom(work);
	NO_TAIL_CALL;
}

KEPT void at_signal_bottom(void)
{
	for (int i = 0; i < 30; i++)
		compute();
}

KEPT void descend_in_signal(int depth)
{
	if (depth > 1)
		descend_in_signal(depth - 1);
	else
		at_signal_bottom();
	NO_TAIL_CALL;
}

KEPT void on_signal(int signal)
{
	(void)signal;
	descend_in_signal(SIGNAL_DEPTH);
	NO_TAIL_CALL;
}

static void run(int depth)
{
	for (unsigned int work = 0; time(NULL) < end; work++)
		descend(depth, work);
}

static void use_alternate_stack(void *memory)
{
	stack_t stack = { .ss_sp = memory, .ss_size = ALTERNATE_SIZE };

	if (sigaltstack(&stack, NULL))
		abort();
}

/* Gets its alternate stack, or NULL for none. */
KEPT void *in_thread(void *alternate)
{
	if (alternate)
		use_alternate_stack(alternate);
	run(THREAD_DEPTH);
	NO_TAIL_CALL;
	return NULL;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_ONSTACK | SA_RESTART };
	struct itimerval often = { { 0, 20000 }, { 0, 20000 } };
	char above_thread_stack[ALTERNATE_SIZE];
	pthread_t first, second;

	end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 10);
	use_alternate_stack(below_main_stack);
	if (pthread_create(&first, NULL, in_thread, above_thread_stack) ||
	    pthread_create(&second, NULL, in_thread, NULL))
		return 1;
	sigaction(SIGPROF, &action, NULL);
	setitimer(ITIMER_PROF, &often, NULL);
	run(argc > 2 ? atoi(argv[2]) : MAIN_DEPTH);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	return 0;
}
