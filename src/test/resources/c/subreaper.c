/*
 * subreaper FILE [ARGUMENT]...: executes a file in a child, becomes the parent of
 * whatever its descendants leave behind, and ends when all have ended.
 */
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc < 2 || prctl(PR_SET_CHILD_SUBREAPER, 1))
		return 1;
	if (fork() == 0) {
		execv(argv[1], argv + 1);
		_exit(127);
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
