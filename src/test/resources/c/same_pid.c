/*
 * same_pid PID FILE [ARGUMENT]...: has a child with this very pid execute a
 * file, as soon as no other process has it, and ends as that does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	pid_t wanted = argc < 3 ? 0 : atoi(argv[1]), child;
	struct clone_args how = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&wanted,
		.set_tid_size = 1,
	};
	int status;

	for (int tries = 0; tries < 5000; tries++) {
		child = syscall(SYS_clone3, &how, sizeof(how));
		if (child >= 0 || errno != EEXIST)
			break;
		usleep(1000);
	}
	if (child == 0) {
		execv(argv[2], argv + 2);
		_exit(127);
	}
	if (child < 0) {
		perror("clone3");
		return 125;
	}
	if (waitpid(child, &status, 0) != child)
		return 126;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 124;
}
