/*
 * exec_unmapped FILE [HOW]: executes a file whose arguments, and the array of
 * them, stand in pages that no one has looked at yet; prints the error number
 * if that fails. HOW is
 *   second  only the second of the arguments stands in such a page,
 *   none    there is no array at all.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096UL
#define ADDRESS 0x200000000UL

int main(int argc, char **argv)
{
	/* A page for the array, one for each string, and one that is all zero. */
	char *array[] = { (char *)ADDRESS + PAGE, (char *)ADDRESS + 2 * PAGE,
			  (char *)ADDRESS + 3 * PAGE, NULL };
	int file = memfd_create("arguments", 0);
	void *shared;

	if (argc < 2 || ftruncate(file, 4 * PAGE))
		return 2;
	if (pwrite(file, array, sizeof(array), 0) != sizeof(array) ||
	    pwrite(file, "first", 5, PAGE) != 5 || pwrite(file, "second", 6, 2 * PAGE) != 6)
		return 3;
	shared = mmap((void *)ADDRESS, 4 * PAGE, PROT_READ,
		      MAP_PRIVATE | MAP_NORESERVE | MAP_FIXED_NOREPLACE, file, 0);
	if (shared != (void *)ADDRESS)
		return 4;
	if (argc > 2) {
		char *most[] = { "first", array[1], "third", NULL };

		syscall(SYS_execve, argv[1], strcmp(argv[2], "none") ? most : NULL, environ);
	} else {
		execv(argv[1], shared);
	}
	printf("%d\n", errno);
	return 0;
}
