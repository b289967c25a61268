/*
 * exec_as FILE [ARGUMENT]...: executes a file with exactly these arguments, the
 * first of which is its name; perhaps with none at all. An argument @N stands
 * for N letters. Prints the error number if the exec fails.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		if (argv[i][0] == '@') {
			size_t length = strtoul(argv[i] + 1, NULL, 10);

			argv[i] = memset(calloc(length + 1, 1), 'x', length);
		}
	execv(argv[1], argv + 2);
	printf("%d\n", errno);
	return 0;
}
