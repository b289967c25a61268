// Runs a command under a seccomp filter: with_filter ACTION CALL COMMAND...
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

struct word {
	const char *name;
	unsigned int value;
};

static const struct word actions[] = {
	{ "kill_process", SECCOMP_RET_KILL_PROCESS },
	{ "kill_thread", SECCOMP_RET_KILL_THREAD },
	{ "trap", SECCOMP_RET_TRAP },
	{ "allow", SECCOMP_RET_ALLOW },
	{ "errno", SECCOMP_RET_ERRNO | EPERM },
	{ NULL, 0 },
};

static const struct word calls[] = {
	{ "bpf", __NR_bpf },
	{ "memfd_create", __NR_memfd_create },
	{ "perf_event_open", __NR_perf_event_open },
	{ "process_vm_readv", __NR_process_vm_readv },
	{ "eventfd2", __NR_eventfd2 },
	{ NULL, 0 },
};

static unsigned int value(const struct word *words, const char *name)
{
	while (words->name && strcmp(words->name, name) != 0)
		words++;
	return words->value;
}

int main(int argc, char **argv)
{
	if (argc < 4)
		return 2;
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value(calls, argv[2]), 0, 1),
		BPF_STMT(BPF_RET | BPF_K, value(actions, argv[1])),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(code[0]), code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
		perror("with_filter");
		return 1;
	}
	execvp(argv[3], argv + 3);
	perror(argv[3]);
	return 127;
}
