/*
 * What lets one object run on glibc from 2.17 on and on musl. libbpf.so must call nothing that one
 * of them lacks, and newer headers turn calls into others: fstat() was an inline function before
 * glibc 2.33, fcntl() is fcntl64() since 2.28, fmemopen() has a new version since 2.22, and musl
 * has not all of the names that end in 64. On 64-bit machines these are the same as those without,
 * and glibc's structures are the kernel's and musl's.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
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

int fcntl64(int fd, int command, ...)
{
	va_list arguments;
	void *argument;

	va_start(arguments, command);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	return fcntl(fd, command, argument);
}

int open64(const char *name, int flags, ...)
{
	va_list arguments;
	mode_t mode;

	va_start(arguments, flags);
	mode = va_arg(arguments, mode_t);
	va_end(arguments);
	return open(name, flags, mode);
}

FILE *fopen64(const char *name, const char *mode)
{
	return fopen(name, mode);
}

off64_t lseek64(int fd, off64_t offset, int whence)
{
	return lseek(fd, offset, whence);
}

ssize_t pread64(int fd, void *buffer, size_t size, off64_t offset)
{
	return pread(fd, buffer, size, offset);
}

void *mmap64(void *address, size_t size, int protection, int flags, int fd, off64_t offset)
{
	return mmap(address, size, protection, flags, fd, offset);
}

int statfs64(const char *name, struct statfs64 *system)
{
	return statfs(name, (struct statfs *)system);
}

int getrlimit64(__rlimit_resource_t resource, struct rlimit64 *limit)
{
	return getrlimit(resource, (struct rlimit *)limit);
}

int setrlimit64(__rlimit_resource_t resource, const struct rlimit64 *limit)
{
	return setrlimit(resource, (const struct rlimit *)limit);
}

/* The linker has calls of fmemopen() come here (--wrap). */
#if defined(__x86_64__)
__asm__(".symver oldest_fmemopen, fmemopen@GLIBC_2.2.5");
#elif defined(__aarch64__)
__asm__(".symver oldest_fmemopen, fmemopen@GLIBC_2.17");
#endif
FILE *oldest_fmemopen(void *buffer, size_t size, const char *mode);

FILE *__wrap_fmemopen(void *buffer, size_t size, const char *mode)
{
	return oldest_fmemopen(buffer, size, mode);
}
