/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What the programs share: the settings, the maps, and how a record gets into the
 * ring and onto the account.
 */
#ifndef MAPS_H
#define MAPS_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "exectrace.h"

/* Written by the loader, constant for the verifier. */
const volatile struct settings settings = {
	.flags = TRACE_FORKS | TRACE_EXITS,
};

/* Shared with the reader, and re-read each time. It comes first in its section. */
volatile struct config config = {
	.argument_limit = 8192,
};

/* How many processes are in the table, by the lowest bits of their tgid. Nearly
 * all of the machine's are not, and these words say so without a search in the
 * table, of which no cache holds a thing. They stand in the page of config, so
 * that this is the only one that an untraced process brings into the caches. */
#define BUCKETS 512
__u32 tracked[BUCKETS] SEC(".data") = {};

/* Whether the table of processes was ever too small. */
__u32 table_was_full SEC(".data") = 0;

/* The reader's pid namespace, found by register_root. Level 0: the initial one. */
__u32 reader_level = 0;
__u32 reader_pid_ns = 0;

/* The one object that the kernel has for all tasks which are in the reader's cgroups. */
__u64 reader_cgroups = 0;

/* Never used: they make the compiler describe these types in the object's BTF,
 * where a test reads the layout. */
const struct fork_record *describe_fork_record;
const struct exit_record *describe_exit_record;
const struct adopted_record *describe_adopted_record;
enum counter describe_counter;
enum adoption describe_adoption;
enum record_type describe_record_type;
enum trace_scope describe_trace_scope;

struct process {
	__u32 spawn_id;
	__u32 root; /* tgid of the root, 0 without lineage */
	__u16 depth;
	__u8 executed;
	__u8 in_exec;         /* the old program is gone, the new one has not begun */
	__u32 pid_ns;         /* inode of its own pid namespace, 0 if not looked up yet */
	__u64 max_rss_before; /* of what the process was before its last exec */
	__u64 started;        /* a pid comes again, but not with the same time; 0: not known */
	__u64 parent_started; /* of the process that forked it, 0: not known */
	char comm[COMM_LEN];  /* the name from before the last change of name */
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 * 1024 * 1024);
} ring SEC(".maps");

/* By tgid in the initial pid namespace. A hash map costs a third of task
 * storage here, and task storage is missing for tracing programs on 5.10. The
 * loader sets max_entries. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, struct process);
} processes SEC(".maps");

/* Two bits for each tgid, for processes that have found no place in that table.
 * A word holds those of 32. The loader sets max_entries. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} untracked SEC(".maps");

/* The same names of processes that are in no tree, for the moment between an
 * exec's change of name and its tracepoint. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, char[COMM_LEN]);
} callers SEC(".maps");

/* The thread that calls exec, by tgid: when the exec's tracepoint comes, it has
 * the leader's number, and only the initial namespace's old one is recorded. */
struct exec_thread {
	__u32 host_tid;
	__u32 tid; /* as the reader sees it */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, struct exec_thread);
} exec_threads SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, MARKS);
	__type(key, __u32);
	__type(value, struct mark);
} marks SEC(".maps");

/* Indexed by CPU, and no per-CPU array, so that the reader can have them in its own
 * memory: it then needs no bpf(2), which the application may forbid itself later on. The
 * loader sets max_entries to the number of possible CPUs. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct counters);
} counters SEC(".maps");

/* The state of a loop. It lives in a map, not in registers: the verifier then
 * knows nothing of its values, finds all rounds alike and walks the loop once
 * for each round instead of once for each way to get there (12 ms, not 500). */
struct path_walk {
	struct dentry *dentry, *root_dentry;
	struct vfsmount *mount, *root_mount;
	__u32 offset;
	__u32 going;
	__u32 complete; /* it has come to its end, and not to one of our limits */
};

/* Likewise for the strings of an argv or envp. */
struct string_walk {
	const char *const *next; /* where the next string's address stands */
	const char *string;      /* what is left of the one under way; 0: none is */
	__u64 bytes;             /* of those so far */
	__u32 count;
	__u32 offset;     /* where in the tail they are kept */
	__u32 limit;      /* how many bytes of them at most */
	__u32 kept;       /* and how many */
	__u32 ended;      /* the null pointer at the end was found */
	__u32 unreadable; /* an address or a string could not be read */
};

struct exec_scratch {
	struct path_walk walk;
	struct string_walk strings;
	__u32 descriptor;
	struct exec_record record; /* and the tail right behind it */
	char tail[PATHS_LEN + PATH_LEN + ARGS_LEN];
};

/* Indexed by CPU. Not per-CPU arrays: their values may not pass 32 KiB. The
 * loader sets max_entries likewise. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct exec_scratch);
} exec_scratches SEC(".maps"), failed_scratches SEC(".maps"), failed_at_scratches SEC(".maps");

/* Linux 6.4 has a loop that the verifier walks once and not once for each round. */
struct bpf_iter_num {
	__u64 state;
} __attribute__((aligned(8)));

extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __weak __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __weak __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __weak __ksym;

static __always_inline bool have_iter_num(void)
{
	return bpf_iter_num_new && bpf_iter_num_next && bpf_iter_num_destroy;
}

/* Since Linux 7.0 tracepoints can be preempted. Another task of the same CPU may come to the same
 * program meanwhile; the kernel does not call it then (it counts that, see Ledger.missed), and the
 * event is lost. So a hook keeps its CPU there. And it gives it back with interrupts off: else the
 * kernel would do the delayed switch right then, with the program still under way. What is left
 * is some ten nanoseconds at both ends.
 *
 * That tracepoints can be preempted is known from the type of the guard that they enter instead. */
typedef struct {
	int lock;
} class_srcu_fast_notrace_t;

extern void bpf_preempt_disable(void) __weak __ksym;
extern void bpf_preempt_enable(void) __weak __ksym;
extern void bpf_local_irq_save(unsigned long *flags) __weak __ksym;
extern void bpf_local_irq_restore(unsigned long *flags) __weak __ksym;

static __always_inline bool must_disable_preemption(void)
{
	return bpf_core_type_exists(class_srcu_fast_notrace_t) && bpf_preempt_disable &&
	       bpf_preempt_enable && bpf_local_irq_save && bpf_local_irq_restore;
}

static __always_inline void preempt_disable(void)
{
	if (must_disable_preemption())
		bpf_preempt_disable();
}

static __always_inline void preempt_enable(void)
{
	unsigned long flags;

	if (!must_disable_preemption())
		return;
	bpf_local_irq_save(&flags);
	bpf_preempt_enable();
	bpf_local_irq_restore(&flags);
}

static __always_inline void count(__u32 which)
{
	__u32 cpu = bpf_get_smp_processor_id();
	struct counters *here = bpf_map_lookup_elem(&counters, &cpu);

	if (here)
		here->of[which]++; /* per CPU, so plain */
}

static __always_inline __u64 wakeup(void)
{
	/* Waking the reader costs many times what the tracing costs; it polls
	 * by time and is only woken when the ring fills. */
	return bpf_ringbuf_query(&ring, BPF_RB_AVAIL_DATA) > settings.wakeup_bytes ?
		       BPF_RB_FORCE_WAKEUP :
		       BPF_RB_NO_WAKEUP;
}

static __always_inline void emit(void *record, __u64 size, __u32 emitted, __u32 lost)
{
	count(bpf_ringbuf_output(&ring, record, size, wakeup()) ? lost : emitted);
}

#endif
