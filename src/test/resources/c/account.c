/*
 * account PROGRAM [ARGUMENT]...: runs a program and prints what wait reports of
 * it: pid, exit code, signal, 1 if it left a core, milliseconds in user mode
 * and in the kernel, the most memory in KiB, milliseconds of life.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static long millis(struct timeval time)
{
	return time.tv_sec * 1000 + time.tv_usec / 1000;
}

int main(int argc, char **argv)
{
	long begin = now_ms();
	struct rusage usage;
	siginfo_t info;
	pid_t pid = argc < 2 ? -1 : fork();

	if (pid == 0) {
		execv(argv[1], argv + 1);
		_exit(127);
	}
	if (pid < 0 || syscall(SYS_waitid, P_PID, pid, &info, WEXITED, &usage))
		return 1;
	printf("%d %d %d %d %ld %ld %ld %ld\n", pid,
	       info.si_code == CLD_EXITED ? info.si_status : -1,
	       info.si_code == CLD_EXITED ? 0 : info.si_status, info.si_code == CLD_DUMPED,
	       millis(usage.ru_utime), millis(usage.ru_stime), usage.ru_maxrss, now_ms() - begin);
	return 0;
}
