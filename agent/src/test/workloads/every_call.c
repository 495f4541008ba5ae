/*
 * Makes each system call whose number is given, with arguments that no kernel accepts, and prints its
 * number and errno, or 0 when it did not fail.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int count, char **arguments)
{
	usleep(300000); /* here and below: long enough for the container to be noticed */
	for (int i = 1; i < count; i++) {
		long number = atol(arguments[i]);
		long result = syscall(number, -1L, -1L, -1L, -1L, -1L, -1L);

		printf("%ld %d\n", number, result == -1 ? errno : 0);
		fflush(stdout);
	}
	usleep(300000);
	return 0;
}
