/*
 * exec_32_bit FILE [ARGUMENT]...: executes a file by the system call of 32-bit
 * programs. Everything stands where 32-bit addresses reach: in the program's
 * own static data. Ends with 3 if the kernel has no such system calls.
 */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define EXECVE_32 11

static char strings[4096];
static uint32_t arguments[64];
static uint32_t environment[1];

static void no_such_call(int unused)
{
	_exit(3 + 0 * unused);
}

int main(int argc, char **argv)
{
	char *next = strings;
	long result;

	signal(SIGSEGV, no_such_call);
	for (int i = 1; i < argc; i++) {
		arguments[i - 1] = (uint32_t)(uintptr_t)next;
		next = stpcpy(next, argv[i]) + 1;
	}
	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(EXECVE_32), "b"(strings), "c"(arguments), "d"(environment)
			 : "memory", "r8", "r9", "r10", "r11");
	printf("%ld\n", -result);
	return result == -38 ? 3 : 0;
}
