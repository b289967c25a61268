/*
 * musl_loads LIBBPF OBJECT: loads libbpf from memory, as the agent does, and with it the kernel
 * program, attaches that, starts a child and prints how many of its execs were seen and recorded.
 * To be linked with musl, which knows nothing of what glibc adds.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int32_t __s32;
typedef uint16_t __u16;
typedef uint32_t __u32;
typedef uint64_t __u64;
#include "exectrace.h"

static void *library;

static void check(int fine, const char *what)
{
	if (fine)
		return;
	printf("%s failed: %m\n", what);
	exit(1);
}

/* Calls one of libbpf, as the JVM does: all of the six may be passed to each. */
static long call(const char *name, ...)
{
	long (*function)(long, long, long, long, long, long) = dlsym(library, name);
	long values[6];
	__builtin_va_list arguments;

	check(function != 0, name);
	__builtin_va_start(arguments, name);
	for (int i = 0; i < 6; i++)
		values[i] = __builtin_va_arg(arguments, long);
	__builtin_va_end(arguments);
	return function(values[0], values[1], values[2], values[3], values[4], values[5]);
}

#define CALL(name, ...) call(#name, ##__VA_ARGS__, 0L, 0L, 0L, 0L, 0L, 0L)

static void *content(const char *name, size_t *size)
{
	int fd = open(name, O_RDONLY);
	struct stat file;
	void *memory;

	check(fd >= 0 && !fstat(fd, &file), name);
	*size = file.st_size;
	memory = mmap(0, *size, PROT_READ, MAP_PRIVATE, fd, 0);
	check(memory != MAP_FAILED, name);
	return memory;
}

static void load_library(const char *name)
{
	size_t size;
	void *memory = content(name, &size);
	int fd = memfd_create("libbpf.so", MFD_CLOEXEC);
	char path[64];

	check(fd >= 0 && write(fd, memory, size) == (ssize_t)size, "memfd_create");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	library = dlopen(path, RTLD_NOW);
	if (!library)
		printf("%s\n", dlerror());
	check(library != 0, "dlopen");
}

static long find_program(long object, const char *name)
{
	long program = CALL(bpf_object__find_program_by_name, object, name);

	check(program != 0, name);
	return program;
}

static void resize(long object, const char *map, long entries)
{
	long found = CALL(bpf_object__find_map_by_name, object, map);

	check(found && !(int)CALL(bpf_map__set_max_entries, found, entries), map);
}

static __u64 sum_of(int counters, int which, int cpus)
{
	struct counters of_cpu;
	__u64 sum = 0;

	for (__u32 cpu = 0; cpu < (__u32)cpus; cpu++) {
		check(!(int)CALL(bpf_map_lookup_elem, counters, &cpu, &of_cpu), "look-up");
		sum += of_cpu.of[which];
	}
	return sum;
}

static void spawn(void)
{
	pid_t child = fork();
	int status;

	if (!child) {
		execl("/bin/true", "true", (char *)0);
		_exit(127);
	}
	check(child > 0 && waitpid(child, &status, 0) == child && !status, "/bin/true");
}

int main(int argc, char **argv)
{
	static const char *const left_out[] = { "on_fork_synchronous", "on_execve_exit",
						"on_execveat_exit" };
	static const char *const attached[] = { "on_exit", "on_rename", "on_exec", "on_fork" };
	/* struct bpf_test_run_opts: its size, and else nothing. */
	long test_run[10] = { sizeof(test_run) }, links[4], object, program, map;
	size_t size;
	int cpus, counters;
	void *code;

	check(argc == 3, "reading the arguments");
	load_library(argv[1]);
	code = content(argv[2], &size);
	cpus = CALL(libbpf_num_possible_cpus);
	check(cpus > 0, "libbpf_num_possible_cpus");

	object = CALL(bpf_object__open_mem, code, size);
	check(object != 0, "bpf_object__open_mem");
	resize(object, "counters", cpus);
	resize(object, "exec_scratches", cpus);
	for (int i = 0; i < 3; i++)
		CALL(bpf_program__set_autoload, find_program(object, left_out[i]));
	check(!(int)CALL(bpf_object__load, object), "bpf_object__load");
	program = (int)CALL(bpf_program__fd, find_program(object, "register_root"));
	check(!(int)CALL(bpf_prog_test_run_opts, program, test_run), "bpf_prog_test_run_opts");
	for (int i = 0; i < 4; i++) {
		links[i] = CALL(bpf_program__attach, find_program(object, attached[i]));
		check(links[i] != 0, attached[i]);
	}

	spawn();
	map = CALL(bpf_object__find_map_by_name, object, "counters");
	counters = CALL(bpf_map__fd, map);
	printf("%s: %d seen, %d recorded\n", (char *)CALL(libbpf_version_string),
	       (int)(sum_of(counters, EXEC_SEEN, cpus) - sum_of(counters, EXEC_FILTERED, cpus)),
	       (int)sum_of(counters, EXEC_EMITTED, cpus));
	for (int i = 0; i < 4; i++)
		CALL(bpf_link__destroy, links[i]);
	CALL(bpf_object__close, object);
	return 0;
}
