/*
 * Starts processes one after the other, as cheaply as can be, and prints how many
 * it started and how many nanoseconds that took:
 *
 *     starts NUMBER [PROGRAM [ARGUMENT...]]
 *     starts SECONDSs [PROGRAM [ARGUMENT...]]
 *     starts NUMBER@RATE [PROGRAM [ARGUMENT...]]     RATE a second at most
 *
 * Without a program it only forks. A program that cannot be started counts, too.
 */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void wait_until(int64_t then)
{
	struct timespec time = { then / 1000000000, then % 1000000000 };

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

int main(int argc, char **argv)
{
	int64_t number = 0, until = INT64_MAX, begin, started = 0, rate = 0;
	char *unit;

	if (argc < 2)
		return 2;
	begin = now();
	number = strtoll(argv[1], &unit, 10);
	if (*unit == 's') {
		until = begin + number * 1000000000;
		number = INT64_MAX;
	} else if (*unit == '@') {
		rate = atoll(unit + 1);
	}
	for (; started < number && now() < until; started++) {
		pid_t child;

		if (rate)
			wait_until(begin + started * 1000000000 / rate);
		child = vfork();
		if (child == 0) {
			if (argc > 2)
				execv(argv[2], argv + 2);
			_exit(127);
		}
		if (child < 0 || waitpid(child, NULL, 0) != child) {
			perror("starts");
			return 1;
		}
	}
	printf("%" PRId64 " %" PRId64 "\n", started, now() - begin);
	return 0;
}
