/*
 * exec_from_thread FILE [ARGUMENT]...: a thread that is not the leader prints
 * the pid and its own tid, and calls exec.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

static void *call(void *arguments)
{
	char **argv = arguments;

	prctl(PR_SET_NAME, "worker");
	printf("%d %d\n", getpid(), gettid());
	fflush(stdout);
	execv(argv[0], argv);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	if (argc < 2 || pthread_create(&thread, NULL, call, argv + 1))
		return 1;
	pthread_join(thread, NULL);
	return 1;
}
