/*
 * orphan FILE [ARGUMENT]...: a child waits until its parent has gone, prints
 * its pid, the parent's and the new parent's, and executes a file.
 */
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	pid_t parent = getpid();

	if (argc < 2 || fork() != 0)
		return 0;
	while (getppid() == parent)
		usleep(1000);
	printf("%d %d %d\n", getpid(), parent, getppid());
	fflush(stdout);
	execv(argv[1], argv + 1);
	return 1;
}
