/*
 * Makes calls that a profile refuses in every way there is, ROUNDS times each, and prints what it saw
 * itself: a line "CALL ANSWER COUNT" for each. Calls that fail without a filter come between them.
 * A call with "32" before its name is made as i386 makes it, which a 64-bit program may do too.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum kind { SWAPON, REBOOT, KEYCTL, ACCT, SETTIMEOFDAY, ADJTIMEX, SWAPON_32, KEYCTL_32, ACCT_32, KINDS };

static const char *const names[KINDS] = {
	"x86_64 swapon EPERM", "x86_64 reboot EACCES", "x86_64 keyctl ENOSYS", "x86_64 acct SIGSYS",
	"x86_64 settimeofday SIGSYS", "x86_64 adjtimex SIGSYS",
	"i386 swapon EPERM", "i386 keyctl ENOSYS", "i386 acct SIGSYS",
};

static unsigned long *seen; /* by kind, shared with children */

static void saw(enum kind kind, int truly)
{
	if (truly)
		__sync_fetch_and_add(&seen[kind], 1);
}

static long call_32(long number)
{
	long result = number;

#ifdef __x86_64__
	__asm__ volatile("int $0x80" : "+a"(result) : "b"(0), "c"(0), "d"(0), "S"(0), "D"(0) : "memory", "r8", "r9", "r10", "r11");
#endif
	return result;
}

static volatile sig_atomic_t trapped;

static void note_trap(int signal, siginfo_t *info, void *context)
{
	(void)signal, (void)context;
	trapped = info->si_syscall == SYS_adjtimex;
}

static void *in_thread(void *unused)
{
	saw(KEYCTL, syscall(SYS_keyctl, 0, 0, 0, 0, 0) == -1 && errno == ENOSYS);
	saw(SWAPON, syscall(SYS_swapon, "/nowhere", 0) == -1 && errno == EPERM);
	return unused;
}

static void *die_in_thread(void *tid)
{
	*(volatile pid_t *)tid = gettid();
	syscall(SYS_settimeofday, 0, 0);
	_exit(8);
}

static void with_errno(void)
{
	pthread_t thread;

	saw(SWAPON, syscall(SYS_swapon, "/nowhere", 0) == -1 && errno == EPERM);
	close(999); /* EBADF is the kernel's */
	saw(REBOOT, syscall(SYS_reboot, 0, 0, 0, 0) == -1 && errno == EACCES);
	syscall(SYS_sethostname, "logged", 6); /* SCMP_ACT_LOG lets it pass */
	pthread_create(&thread, 0, in_thread, 0);
	pthread_join(thread, 0);
	trapped = 0;
	syscall(SYS_adjtimex, 0);
	saw(ADJTIMEX, trapped);
	call_32(20); /* getpid is allowed */
	saw(SWAPON_32, call_32(87) == -EPERM);
	saw(KEYCTL_32, call_32(288) == -ENOSYS);
}

static void killed(enum kind kind)
{
	pid_t child = fork();
	int status = 0;

	if (!child) {
		if (kind == ACCT)
			syscall(SYS_acct, "/nowhere");
		else
			call_32(51);
		_exit(0);
	}
	waitpid(child, &status, 0);
	saw(kind, WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
}

/* SCMP_ACT_KILL_THREAD: the thread goes, and the process stays. */
static void thread_killed(void)
{
	pid_t child = fork();
	int status = 0;

	if (!child) {
		volatile pid_t tid = 0;
		pthread_t thread;

		pthread_create(&thread, 0, die_in_thread, (void *)&tid);
		while (!tid || !syscall(SYS_tgkill, getpid(), tid, 0))
			usleep(100);
		_exit(7);
	}
	waitpid(child, &status, 0);
	saw(SETTIMEOFDAY, WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

int main(int count, char **arguments)
{
	int rounds = count > 1 ? atoi(arguments[1]) : 1;
	struct sigaction action = { .sa_sigaction = note_trap, .sa_flags = SA_SIGINFO };

	seen = mmap(0, sizeof(*seen) * KINDS, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	sigaction(SIGSYS, &action, 0);
	for (int round = 0; round < rounds; round++) {
		with_errno();
		killed(ACCT);
		killed(ACCT_32);
		thread_killed();
	}
	for (int kind = 0; kind < KINDS; kind++)
		printf("%s %lu\n", names[kind], seen[kind]);
	return 0;
}
