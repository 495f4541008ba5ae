/*
 * Makes one round of system calls every 200 ms: those that SeccompAuditIT has refused, and others that
 * fail, or return late, although no filter refuses them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void *in_thread(void *unused)
{
	for (int i = 0; i < 3; i++)
		syscall(SYS_keyctl, 0, 0, 0, 0, 0);
	return unused;
}

static void in_child(const char *self)
{
	pid_t child = fork();

	if (!child) {
		syscall(SYS_swapon, "/nowhere", 0);
		execl(self, self, "0", (char *)0);
		_exit(1);
	}
	waitpid(child, 0, 0);
}

static void killed(void)
{
	pid_t child = fork();

	if (!child) {
		syscall(SYS_acct, "/nowhere");
		_exit(0);
	}
	waitpid(child, 0, 0);
}

int main(int count, char **arguments)
{
	int rounds = count > 1 ? atoi(arguments[1]) : 1;

	for (int round = 0; round < rounds; round++) {
		pthread_t thread;

		syscall(SYS_reboot, 0, 0, 0, 0);
		close(999); /* EBADF is the kernel's */
		syscall(SYS_sethostname, "logged", 6); /* SCMP_ACT_LOG lets it pass */
		pthread_create(&thread, 0, in_thread, 0);
		pthread_join(thread, 0);
		in_child(arguments[0]);
		killed();
		usleep(200000);
	}
	return 0;
}
