/*
 * fstat() for glibc before 2.33, where it was an inline function and not a symbol. It is the only
 * thing that would keep the object from running on glibc 2.28 to 2.32. On 64-bit machines glibc's
 * struct stat is the kernel's, so the bare system call is all there is to it.
 */
#define _GNU_SOURCE
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int fstat(int fd, struct stat *st)
{
	return syscall(SYS_fstat, fd, st);
}

int fstat64(int fd, struct stat64 *st)
{
	return syscall(SYS_fstat, fd, st);
}
