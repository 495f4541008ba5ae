/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Waits for a BPF program of perf events, and prints how many instructions the kernel's verifier looked at
 * before it let the program in, of a million at most; or "-" where the kernel does not tell, before 5.16.
 */
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int bpf(int command, union bpf_attr *attr)
{
	return syscall(SYS_bpf, command, attr, sizeof(*attr));
}

/* The program's type, or BPF_PROG_TYPE_UNSPEC when it is gone; *verified as printed. */
static unsigned int look_at(unsigned int id, unsigned int *verified)
{
	struct bpf_prog_info info = {};
	union bpf_attr attr = { .prog_id = id };
	int fd = bpf(BPF_PROG_GET_FD_BY_ID, &attr);

	if (fd < 0)
		return BPF_PROG_TYPE_UNSPEC;
	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = fd;
	attr.info.info_len = sizeof(info);
	attr.info.info = (uintptr_t)&info;
	bpf(BPF_OBJ_GET_INFO_BY_FD, &attr);
	close(fd);
	*verified = info.verified_insns;
	return info.type;
}

int main(void)
{
	for (;; usleep(100000)) {
		union bpf_attr attr = {};

		for (; !bpf(BPF_PROG_GET_NEXT_ID, &attr); attr.start_id = attr.next_id) {
			unsigned int verified;

			if (look_at(attr.next_id, &verified) == BPF_PROG_TYPE_PERF_EVENT) {
				printf(verified ? "%u\n" : "-\n", verified);
				return 0;
			}
		}
	}
}
