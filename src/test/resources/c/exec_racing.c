/*
 * exec_racing FILE: executes a file with a long argument that another thread
 * fills with one letter or another all the time.
 */
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#define LENGTH 60000

static char argument[LENGTH + 1];
static volatile int rounds;

static void *change(void *unused)
{
	for (;;) {
		memset(argument, 'a' + rounds % 2, LENGTH);
		rounds++;
	}
	return unused;
}

int main(int argc, char **argv)
{
	char *arguments[] = { argv[1], argument, NULL };
	pthread_t thread;

	if (argc < 2 || pthread_create(&thread, NULL, change, NULL))
		return 2;
	while (rounds < 10)
		;
	execv(argv[1], arguments);
	return 1;
}
