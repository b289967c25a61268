/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Finds the descendants that were there before the hooks.
 *
 * The program is called for every task of the reader's pid namespace whenever
 * the reader asks, and takes in the processes whose parent is in the tree. A
 * child that the walk meets before its parent (pids begin anew now and then) is
 * found by the next walk; the reader walks until one finds nothing new.
 *
 * Meanwhile processes are forked and end, and no process may be taken in twice,
 * under another id than its fork's, or after its end:
 *
 * - A new process is visible before on_fork has been called for it; but then it
 *   still is TASK_NEW. Once it is not, on_fork has either taken it in or has
 *   found its parent not in the tree, and will not be called again.
 * - The count of live threads falls to zero before on_exit is called. If it has
 *   not after the entry was made, on_exit will find the entry.
 */
#ifndef ADOPT_H
#define ADOPT_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "exectrace.h"
#include "maps.h"
#include "process.h"
#include "spawn.h"

/* include/linux/sched.h */
#define TASK_NEW 0x0800
#define PF_FORKNOEXEC 0x00000040

__u32 adopted_ids = 0;

/* A lane of its own: a fork on the same CPU could interrupt this, and both would
 * take the same id. One walk goes on at a time. */
static __always_inline __u32 adopted_spawn_id(void)
{
	return spawn_id(adopted_ids++, settings.id_lanes - 1);
}

static __always_inline bool is_being_forked(struct task_struct *task)
{
	struct task_struct___before_5_14 *older = (void *)task;

	if (bpf_core_field_exists(task->__state))
		return BPF_CORE_READ(task, __state) & TASK_NEW;
	return BPF_CORE_READ(older, state) & TASK_NEW;
}

static __always_inline void describe_adopted(struct process *process, struct task_struct *task,
					     struct signal_struct *signal, struct process *parent)
{
	process->root = parent->root;
	process->depth = parent->depth + 1;
	process->spawn_id = parent->depth == 0 ? adopted_spawn_id() : parent->spawn_id;
	process->executed = !(task->flags & PF_FORKNOEXEC);
	process->pid_ns = own_pid_ns(task);
	process->max_rss_before = signal->maxrss; /* reported by the last exec */
	process->started = task->start_time;
	process->parent_started = parent->started;
	__builtin_memcpy(process->comm, task->comm, COMM_LEN);
}

/* Returns what to print, as the next. */
static __always_inline char leave_out(__u32 tgid)
{
	if (!note_untracked(tgid, UNTRACKED_KIN))
		return 0; /* known already */
	count(NOT_ADOPTED);
	return ADOPTION_TABLE_FULL;
}

static __always_inline char adopt(struct task_struct *task, struct signal_struct *signal,
				  struct process *parent, bool known)
{
	__u32 tgid = task->tgid;
	struct process process = {};
	struct adopted_record *record;
	int refused;

	describe_adopted(&process, task, signal, parent);
	/* The place in the ring is taken first, so that no record of the process
	 * can stand before this one. */
	record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);
	/* Should the process have ended and its number come again, then an entry
	 * that is there now is another's. */
	refused = follow(tgid, &process, known ? BPF_EXIST : BPF_NOEXIST);
	if (refused) {
		if (record)
			bpf_ringbuf_discard(record, BPF_RB_NO_WAKEUP);
		if (refused != -E2BIG)
			return ADOPTION_PENDING;
		return leave_out(tgid);
	}
	if (signal->live.counter <= 0) {
		if (find_process(tgid, task))
			forget(tgid);
		if (record)
			bpf_ringbuf_discard(record, BPF_RB_NO_WAKEUP);
		return ADOPTION_PENDING; /* its children may have another parent by now */
	}
	count(ADOPTED_SEEN);
	if (!record) {
		count(ADOPTED_LOST_RING_FULL);
		return ADOPTION_DONE;
	}
	fill_head(&record->head, RECORD_ADOPTED, sizeof(*record), task, task, &process);
	__builtin_memcpy(record->comm, process.comm, COMM_LEN);
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	count(ADOPTED_EMITTED);
	return ADOPTION_DONE;
}

SEC("iter/task")
int adopt_descendants(struct bpf_iter__task *context)
{
	struct task_struct *task = context->task;
	struct task_struct *parent_task;
	struct signal_struct *signal;
	struct process *process, *parent;
	char outcome;

	if (!task || task->pid != task->tgid)
		return 0;
	parent_task = task->real_parent;
	signal = task->signal;
	process = find_process(task->tgid, task);
	if (has_lineage(process)) {
		if (!process->started)
			process->started = task->start_time;
		return 0;
	}
	parent = find_process(parent_task->tgid, parent_task->group_leader);
	if (signal->live.counter <= 0)
		return 0;
	if (has_lineage(parent)) {
		/* It may be known as a program of no tree, because of its exec. */
		outcome = is_being_forked(task) ? ADOPTION_PENDING :
						  adopt(task, signal, parent, process != 0);
	} else if (why_untracked(parent_task->tgid) & UNTRACKED_KIN && !is_being_forked(task)) {
		outcome = leave_out(task->tgid);
	} else {
		return 0;
	}
	if (outcome)
		bpf_seq_write(context->meta->seq, &outcome, 1);
	return 0;
}

#endif
