/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* How a process ended and what it used. */
#ifndef EXIT_H
#define EXIT_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "exectrace.h"
#include "maps.h"
#include "process.h"

/* include/linux/sched/signal.h */
#define SIGNAL_GROUP_EXIT 0x00000004

/* include/linux/mm_types_task.h */
enum { MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, MM_SHMEMPAGES };

/* signal->maxrss also covers what the process was before its exec. A child made
 * by posix_spawn or vfork was the JVM's own memory then, hundreds of megabytes,
 * and that would be reported for each small helper. Where it hides the program's own
 * maximum, the memory itself knows, if the kernel still has it (since 6.16);
 * else the maximum is not known: 0. */
static __always_inline __u64 max_rss(struct signal_struct *signal, struct mm_struct *mm,
				     struct process *process)
{
	__u64 whole_life = signal->maxrss, current, highest;

	if (whole_life > process->max_rss_before)
		return whole_life;
	if (!mm || !bpf_core_field_exists(mm->rss_stat[0].count))
		return 0;
	current = mm->rss_stat[MM_FILEPAGES].count + mm->rss_stat[MM_ANONPAGES].count +
		  mm->rss_stat[MM_SHMEMPAGES].count;
	highest = mm->hiwater_rss;
	return highest > current ? highest : current;
}

/* An exec begins with the end of all other threads, the leader's among them. That
 * is the last moment at which the calling thread has a number of its own. A
 * leader that has ended long before is not seen: then it stays unknown. */
static __always_inline void note_exec_thread(struct signal_struct *signal, __u32 tgid)
{
	struct signal_struct___before_5_16 *older = (void *)signal;
	struct task_struct *caller;
	struct exec_thread thread = {};

	if (bpf_core_field_exists(signal->group_exec_task))
		caller = signal->group_exec_task;
	else
		caller = older->group_exit_task;
	if (!caller)
		return;
	thread.host_tid = caller->pid;
	thread.tid = visible_tid(caller);
	bpf_map_update_elem(&exec_threads, &tgid, &thread, BPF_ANY);
}

static __always_inline void fill_exit(struct exit_record *record, struct task_struct *task,
				      struct task_struct *leader, struct signal_struct *signal,
				      struct mm_struct *mm, struct process *process)
{
	fill_head(&record->head, RECORD_EXIT, sizeof(*record), task, leader, process);
	record->flags =
		(process->executed ? EXIT_EXECUTED : 0) | (process->in_exec ? EXIT_IN_EXEC : 0);
	__builtin_memcpy(record->caller, process->comm, COMM_LEN);
	record->max_rss = max_rss(signal, mm, process);
	/* As wait_task_zombie in kernel/exit.c has it. */
	record->status =
		signal->flags & SIGNAL_GROUP_EXIT ? signal->group_exit_code : leader->exit_code;
	record->lifetime = record->head.time - leader->start_time;
	/* signal holds the sums of threads already reaped; a leader waits for
	 * the last thread unreaped. */
	record->runtime = signal->sum_sched_runtime + task->se.sum_exec_runtime;
	record->utime = signal->utime + task->utime;
	record->stime = signal->stime + task->stime;
	if (leader != task) {
		record->runtime += leader->se.sum_exec_runtime;
		record->utime += leader->utime;
		record->stime += leader->stime;
	}
	__builtin_memcpy(record->comm, task->comm, COMM_LEN);
}

#endif
