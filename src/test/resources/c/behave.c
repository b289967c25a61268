/*
 * behave HOW NUMBER: does something that shows in the account of a process.
 *   user MS       computes for that long
 *   system MS     keeps the kernel busy for that long
 *   memory MIB    uses so much of it
 *   exit CODE     ends
 *   signal N      sends itself a signal
 *   last CODE     ends its leader first, with 1, and then its last thread
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int number;

static long spent_ms(void)
{
	struct timespec spent;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
	return spent.tv_sec * 1000 + spent.tv_nsec / 1000000;
}

static char leader_state(void)
{
	char stat[256] = "";
	int file = open("/proc/self/stat", O_RDONLY);

	if (read(file, stat, sizeof(stat) - 1) < 0)
		_exit(3);
	close(file);
	return strrchr(stat, ')')[2];
}

static void *outlive_leader(void *unused)
{
	while (leader_state() != 'Z')
		usleep(1000);
	syscall(SYS_exit, number);
	return unused;
}

static void keep_kernel_busy(void)
{
	static char zeros[1 << 20];
	int zero = open("/dev/zero", O_RDONLY);

	while (spent_ms() < number)
		if (read(zero, zeros, sizeof(zeros)) < 0)
			_exit(3);
}

static void use_memory(size_t bytes)
{
	volatile char *memory = malloc(bytes);

	for (size_t i = 0; i < bytes; i += 1024)
		memory[i] = 1;
}

int main(int argc, char **argv)
{
	const char *how = argv[1];
	pthread_t thread;

	if (argc < 3)
		return 2;
	number = atoi(argv[2]);
	if (!strcmp(how, "user"))
		while (spent_ms() < number)
			for (volatile int i = 0; i < 1000000; i++)
				;
	else if (!strcmp(how, "system"))
		keep_kernel_busy();
	else if (!strcmp(how, "memory"))
		use_memory((size_t)number << 20);
	else if (!strcmp(how, "exit"))
		return number;
	else if (!strcmp(how, "signal"))
		raise(number);
	else if (!strcmp(how, "last") && !pthread_create(&thread, NULL, outlive_leader, NULL))
		syscall(SYS_exit, 1);
	return 0;
}
