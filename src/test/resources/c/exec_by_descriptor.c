/*
 * exec_by_descriptor HOW FILE [ARGUMENT]...: executes a file that it names by
 * a descriptor. HOW is
 *   fexecve   the file's own,
 *   deleted   the same, after the file has been removed,
 *   memfd     that of a copy in memory,
 *   proc      the same through /proc/self/fd,
 *   script    as memfd, but that a program that is executed finds it, too,
 *   scripted  as proc, likewise,
 *   execveat  that of its directory, and its name,
 *   missing   the same with another name,
 *   unready   the file's own, which is no program.
 * Prints the descriptor first.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int copy_in_memory(int file)
{
	int memory = memfd_create("in memory", MFD_CLOEXEC);
	struct stat status;

	fstat(file, &status);
	while (status.st_size > 0) {
		ssize_t sent = sendfile(memory, file, NULL, status.st_size);

		if (sent <= 0)
			_exit(3);
		status.st_size -= sent;
	}
	return memory;
}

int main(int argc, char **argv)
{
	const char *how = argv[1];
	char path[64], *name = "";
	int fd = open(argv[2], O_RDONLY | O_CLOEXEC);

	if (argc < 3 || fd < 0)
		return 2;
	if (!strcmp(how, "deleted"))
		unlink(argv[2]);
	if (!strcmp(how, "memfd") || !strcmp(how, "proc"))
		fd = copy_in_memory(fd);
	if (!strncmp(how, "script", strlen("script")))
		fd = dup(copy_in_memory(fd));
	if (!strcmp(how, "execveat") || !strcmp(how, "missing")) {
		name = *how == 'm' ? "missing" : basename(strdup(argv[2]));
		fd = open(dirname(strdup(argv[2])), O_RDONLY | O_DIRECTORY);
	}
	printf("%d\n", fd);
	fflush(stdout);
	if (!strcmp(how, "proc") || !strcmp(how, "scripted")) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		execv(path, argv + 2);
	} else {
		syscall(SYS_execveat, fd, name, argv + 2, environ, *name ? 0 : AT_EMPTY_PATH);
	}
	return 1;
}
