/*
 * Preloaded into a JVM (LD_PRELOAD), makes calls of native functions fail on request.
 *
 * Two boundaries are watched. "agent" is what Java code looks up through the Foreign Function and
 * Memory API, in the C library and in libbpf: dlsym(3) hands out a stub in place of the function.
 * "libbpf" is what libbpf itself imports from the C library: its imports are redirected to stubs
 * as soon as the first of its own functions is looked up. The JVM's own calls are not touched.
 *
 * What to do stands in a file that is shared with the test (EXECTRACE_FAULTS): struct control.
 * There, too, all calls are counted. For x86-64 and AArch64: up to six integer arguments.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KEY_LEN 56
#define MAX_CALLS 500
#define MAX_SLOTS 100 /* as many as stubs */

/* As in harness/Faults.java. */
struct control {
	int64_t armed;     /* 0: let all calls through */
	int64_t nth;       /* the first call that fails, from 1 */
	int64_t times;     /* how many fail */
	int64_t result;    /* what they return */
	int64_t error;     /* and leave in errno */
	int64_t perform;   /* whether they do their work all the same, as close(2) does */
	int64_t seen;      /* calls since it was armed */
	int64_t fired;     /* of these, how many have failed */
	char key[KEY_LEN]; /* which calls; several with | between */
	int64_t calls_len;
	struct {
		char key[KEY_LEN];
		int64_t count;
	} calls[MAX_CALLS];
};

typedef long (*function)(long, ...);

static struct slot {
	const char *boundary;
	char name[40];
	function real;
} slots[MAX_SLOTS];

static int slots_len;
static struct control *control;
static void *(*real_dlsym)(void *, const char *);
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* What libbpf imports and can fail. */
static const char *const fallible[] = {
	"malloc",   "calloc",        "realloc",     "strdup",      "strndup", "fopen64",
	"fmemopen", "realpath",      "open",        "open64",      "read",    "pread",
	"pread64",  "__pread_chk",   "write",       "fcntl",       "fcntl64", "close",
	"fclose",   "fread",         "mmap",        "mmap64",      "munmap",  "syscall",
	"ioctl",    "epoll_create1", "epoll_ctl",   "epoll_wait",  "access",  "faccessat",
	"uname",    "statfs64",      "getrlimit64", "setrlimit64", "lseek64", "sysconf",
	"mkdir",    "unlink",        NULL,
};

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("EXECTRACE_FAULTS");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;

	real_dlsym = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.2.5");
	if (!real_dlsym)
		real_dlsym = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
	unsetenv("LD_PRELOAD"); /* not for what the JVM starts */
	unsetenv("EXECTRACE_FAULTS");
	if (fd < 0)
		return;
	control = mmap(NULL, sizeof(*control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (control == MAP_FAILED)
		control = NULL;
	close(fd);
}

static void count(const char *key)
{
	int64_t known = __atomic_load_n(&control->calls_len, __ATOMIC_ACQUIRE);

	for (int64_t i = 0; i < known; i++) {
		if (!strcmp(control->calls[i].key, key)) {
			__atomic_fetch_add(&control->calls[i].count, 1, __ATOMIC_RELAXED);
			return;
		}
	}
	pthread_mutex_lock(&lock);
	if (control->calls_len != known) {
		pthread_mutex_unlock(&lock);
		count(key); /* another thread was faster, perhaps with the same */
		return;
	}
	if (known < MAX_CALLS) {
		strcpy(control->calls[known].key, key);
		control->calls[known].count = 1;
		__atomic_store_n(&control->calls_len, known + 1, __ATOMIC_RELEASE);
	}
	pthread_mutex_unlock(&lock);
}

static int is_meant(const char *key)
{
	const char *wanted = control->key;
	size_t len = strlen(key);

	for (;;) {
		if (!strncmp(wanted, key, len) && (wanted[len] == '\0' || wanted[len] == '|'))
			return 1;
		wanted = strchr(wanted, '|');
		if (!wanted)
			return 0;
		wanted++;
	}
}

/* Whether this call is to fail. */
static int is_due(const char *key)
{
	int64_t number;

	count(key);
	if (!__atomic_load_n(&control->armed, __ATOMIC_ACQUIRE) || !is_meant(key))
		return 0;
	number = __atomic_add_fetch(&control->seen, 1, __ATOMIC_RELAXED);
	if (number < control->nth || number >= control->nth + control->times)
		return 0;
	__atomic_fetch_add(&control->fired, 1, __ATOMIC_RELAXED);
	return 1;
}

static long call(int index, long a, long b, long c, long d, long e, long f)
{
	const struct slot *slot = &slots[index];
	char key[KEY_LEN];
	int before = errno;

	/* bpf(2) is many calls in one, and has no function in the C library. */
	if (!strcmp(slot->name, "syscall") && a == SYS_bpf)
		snprintf(key, sizeof(key), "%s bpf(%ld)", slot->boundary, b);
	else if (!strcmp(slot->name, "syscall"))
		snprintf(key, sizeof(key), "%s syscall(%ld)", slot->boundary, a);
	else
		snprintf(key, sizeof(key), "%s %s", slot->boundary, slot->name);
	if (is_due(key)) {
		if (control->perform)
			slot->real(a, b, c, d, e, f);
		errno = control->error;
		return control->result;
	}
	errno = before;
	return slot->real(a, b, c, d, e, f);
}

#define STUB(n)                                                                                    \
	static long stub_##n(long a, long b, long c, long d, long e, long f)                       \
	{                                                                                          \
		return call(n - 100, a, b, c, d, e, f);                                            \
	}
/* clang-format off */
#define TEN(with, n)                                                                               \
	with(n##0) with(n##1) with(n##2) with(n##3) with(n##4)                                     \
	with(n##5) with(n##6) with(n##7) with(n##8) with(n##9)
#define ALL(with)                                                                                  \
	TEN(with, 10) TEN(with, 11) TEN(with, 12) TEN(with, 13) TEN(with, 14)                      \
	TEN(with, 15) TEN(with, 16) TEN(with, 17) TEN(with, 18) TEN(with, 19)
/* clang-format on */
#define NAME(n) stub_##n,

ALL(STUB)
static long (*const stubs[MAX_SLOTS])(long, long, long, long, long, long) = { ALL(NAME) };

static void *stub(const char *boundary, const char *name, void *real)
{
	void *found = real;
	int i;

	pthread_mutex_lock(&lock);
	for (i = 0; i < slots_len; i++)
		if (slots[i].real == (function)real && slots[i].boundary == boundary)
			break;
	if (i < MAX_SLOTS) {
		if (i == slots_len) {
			slots[i].boundary = boundary;
			snprintf(slots[i].name, sizeof(slots[i].name), "%s", name);
			slots[i].real = (function)real;
			slots_len++;
		}
		found = (void *)stubs[i];
	}
	pthread_mutex_unlock(&lock);
	return found;
}

static int is_fallible(const char *name)
{
	for (int i = 0; fallible[i]; i++)
		if (!strcmp(fallible[i], name))
			return 1;
	return 0;
}

static void redirect(struct link_map *map, const Elf64_Rela *relocations, size_t bytes,
		     const Elf64_Sym *symbols, const char *strings)
{
	for (size_t i = 0; i < bytes / sizeof(*relocations); i++) {
		const char *name = strings + symbols[ELF64_R_SYM(relocations[i].r_info)].st_name;
		void **place = (void **)(map->l_addr + relocations[i].r_offset);
		uintptr_t page = (uintptr_t)place & ~(uintptr_t)(getpagesize() - 1);

		if (!is_fallible(name))
			continue;
		mprotect((void *)page, getpagesize(), PROT_READ | PROT_WRITE); /* relro */
		*place = stub("libbpf", name, *place);
	}
}

static void redirect_imports(struct link_map *map)
{
	static struct link_map *done;
	const Elf64_Rela *plt = NULL, *rela = NULL;
	const Elf64_Sym *symbols = NULL;
	const char *strings = NULL;
	size_t plt_bytes = 0, rela_bytes = 0;

	if (__atomic_exchange_n(&done, map, __ATOMIC_ACQ_REL) == map)
		return;
	for (const Elf64_Dyn *entry = map->l_ld; entry->d_tag != DT_NULL; entry++) {
		switch (entry->d_tag) {
		case DT_JMPREL:
			plt = (void *)entry->d_un.d_ptr;
			break;
		case DT_PLTRELSZ:
			plt_bytes = entry->d_un.d_val;
			break;
		case DT_RELA:
			rela = (void *)entry->d_un.d_ptr;
			break;
		case DT_RELASZ:
			rela_bytes = entry->d_un.d_val;
			break;
		case DT_SYMTAB:
			symbols = (void *)entry->d_un.d_ptr;
			break;
		case DT_STRTAB:
			strings = (void *)entry->d_un.d_ptr;
			break;
		}
	}
	redirect(map, plt, plt_bytes, symbols, strings);
	redirect(map, rela, rela_bytes, symbols, strings);
}

static int contains(const char *text, const char *part)
{
	return text && strstr(text, part);
}

void *dlsym(void *handle, const char *name)
{
	void *found = real_dlsym(handle, name);
	struct link_map *map = NULL;
	char key[KEY_LEN];
	int is_libbpf;

	if (!control || !found || handle == RTLD_DEFAULT || handle == RTLD_NEXT)
		return found;
	if (dlinfo(handle, RTLD_DI_LINKMAP, &map))
		return found;
	is_libbpf = real_dlsym(handle, "libbpf_version_string") != NULL;
	if (!is_libbpf && !contains(map->l_name, "libsyslookup.so"))
		return found;
	if (is_libbpf)
		redirect_imports(map);
	snprintf(key, sizeof(key), "lookup %s", name);
	return is_due(key) ? NULL : stub("agent", name, found);
}

/* libbpf comes from memory, and that file's name is all that dlopen(3) gets. */
void *dlopen(const char *path, int flags)
{
	static void *(*real)(const char *, int);

	if (!real)
		real = real_dlsym(RTLD_NEXT, "dlopen");
	if (control && contains(path, "/proc/self/fd/") && is_due("load libbpf"))
		return real("/no/such/library.so", flags); /* for dlerror(3) */
	return real(path, flags);
}
