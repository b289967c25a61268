/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Forks that no mark announced: native code of the JVM made them, and the Java
 * side does not know of them yet. The record says which Java thread it was and
 * carries the top of its Java stack. The reader, woken at once, takes the stack
 * trace of that thread and knows by the copy whether it is still the same.
 */
#ifndef STACK_H
#define STACK_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "exectrace.h"
#include "maps.h"

/* The longest that a thread is held, and the looks at the acks in that time;
 * the time ends it, the number only has to suffice. */
#define ACK_TIMEOUT_NS 1000000
#define ACK_POLLS 1000000

/* Where a thread keeps its dynamic thread vector, from its thread pointer on: on x86-64
 * with glibc (sysdeps/x86_64/nptl/tls.h) as with musl (src/internal/pthread_impl.h), on arm64
 * with glibc (sysdeps/aarch64/nptl/tls.h). */
#define THREAD_VECTOR_X86_64 8
#define THREAD_VECTOR_ARM64 0

struct fork_scratch {
	struct fork_record record; /* and the tail right behind it */
	char stack[STACK_LEN];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct fork_scratch);
} fork_scratches SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct thread_layout);
} thread_layouts SEC(".maps");

/* Written by the reader: at spawn_id % ACKS, the spawn_id whose stack it has seen. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, ACKS);
	__type(key, __u32);
	__type(value, __u32);
} acks SEC(".maps");

/* The memory of the calling process. Any address may be wrong: a thread of the
 * JVM need not be a Java thread. The reader checks what came of it. */
static __always_inline __u64 read_word(__u64 address)
{
	__u64 word = 0;

	bpf_probe_read_user(&word, sizeof(word), (void *)address);
	return word;
}

/* On arm64 a thread's own pointer is in a register, and saved only when another thread
 * runs; but a child is given it as it is (copy_thread in arch/arm64/kernel/process.c). */
static __always_inline __u64 thread_vector(struct task_struct *thread, struct task_struct *child)
{
	if (bpf_core_field_exists(thread->thread.fsbase))
		return read_word(thread->thread.fsbase + THREAD_VECTOR_X86_64);
	if (bpf_core_field_exists(child->thread.uw.tp_value))
		return read_word(child->thread.uw.tp_value + THREAD_VECTOR_ARM64);
	return 0;
}

static __always_inline void find_java_stack(struct fork_record *record, struct task_struct *thread,
					    struct task_struct *child)
{
	__u32 zero = 0;
	struct thread_layout *layout = bpf_map_lookup_elem(&thread_layouts, &zero);
	__u64 vector, variables, java_thread;

	if (!layout || !layout->known)
		return;
	vector = thread_vector(thread, child);
	variables = read_word(vector + layout->module);
	java_thread = read_word(variables + layout->thread);
	if (!java_thread)
		return;
	record->java_thread = java_thread;
	if (layout->owner_id)
		record->owner_id = read_word(java_thread + layout->owner_id);
	record->stack_pointer = read_word(java_thread + layout->last_java_sp);
	record->frame_pc = read_word(java_thread + layout->last_java_pc);
}

/* Near its bottom a stack has less than STACK_LEN left, and a read that would
 * pass the end reads nothing. */
static __always_inline __u32 copy_stack(char *to, __u64 from)
{
	if (!from)
		return 0;
	for (__u32 len = STACK_LEN; len >= STACK_LEN / 32; len /= 2)
		if (!bpf_probe_read_user(to, len, (void *)from))
			return len;
	return 0;
}

static __always_inline void emit_with_stack(struct fork_record *record, struct task_struct *thread,
					    struct task_struct *child)
{
	struct fork_scratch *scratch;
	__u32 zero = 0, len;

	scratch = bpf_map_lookup_elem(&fork_scratches, &zero);
	if (!scratch)
		return; /* never so: an array has its values from the beginning */
	find_java_stack(record, thread, child);
	len = copy_stack(scratch->stack, record->stack_pointer);
	record->stack_len = len;
	record->head.size = sizeof(*record) + len;
	scratch->record = *record;
	if (len > STACK_LEN)
		len = 0; /* likewise; for the verifier */
	/* With a wake-up: every moment counts until the thread moves on. */
	if (bpf_ringbuf_output(&ring, scratch, sizeof(*record) + len, BPF_RB_FORCE_WAKEUP))
		count(FORK_LOST_RING_FULL);
	else
		count(FORK_EMITTED);
}

struct awaited_ack {
	__u32 spawn_id;
	__u64 deadline;
	unsigned long flags; /* of the thread, when it began to be held */
};

static __always_inline unsigned long thread_flags(void)
{
	struct task_struct *task = (void *)bpf_get_current_task();

	return BPF_CORE_READ(task, thread_info.flags);
}

static long poll_ack(__u32 look, struct awaited_ack *wanted)
{
	__u32 place = wanted->spawn_id & (ACKS - 1);
	__u32 *seen = bpf_map_lookup_elem(&acks, &place);

	return !seen || *(volatile __u32 *)seen == wanted->spawn_id ||
	       bpf_ktime_get_ns() >= wanted->deadline || thread_flags() != wanted->flags;
}

/* Keeps the forking thread, and its CPU, for ACK_TIMEOUT_NS at most. It takes no lock and
 * ends by itself, so it cannot deadlock. If the scheduler wants the CPU, it may be
 * for the reader, which then runs before the thread is back in user space. */
static __always_inline void wait_for_ack(__u32 spawn_id)
{
	struct awaited_ack wanted = {
		.spawn_id = spawn_id,
		.deadline = bpf_ktime_get_ns() + ACK_TIMEOUT_NS,
		.flags = thread_flags(),
	};

	bpf_loop(ACK_POLLS, poll_ack, &wanted, 0);
}

#endif
