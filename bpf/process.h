/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which process it is, as the reader numbers it, and whether it is in scope.
 *
 * Whoever calls these has read the leader, the signal structure and the like once
 * and hands them down: for each pointer that a program reads through BTF, a new
 * verifier (6.18 is one) searches all of the kernel's type names, a millisecond
 * each time and again on each way through the program.
 */
#ifndef PROCESS_H
#define PROCESS_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "exectrace.h"
#include "maps.h"

/* include/uapi/asm-generic/errno-base.h */
#define ENOENT 2
#define E2BIG 7
#define EEXIST 17

static __always_inline __u32 level_number(struct pid *pid, __u32 level, __u32 *ns_inum)
{
	/* pid->numbers is a flexible array: index it by hand, with the sizes of
	 * the running kernel. Levels end at 32; the verifiers of older kernels
	 * (6.1 is one) forget the bounds in a multiplication and then refuse to
	 * add to the pointer, so the product is bounded. */
	__u32 offset = level * bpf_core_type_size(struct upid);
	struct upid *upid =
		(void *)pid + bpf_core_field_offset(struct pid, numbers) + (offset & 0xfff);

	*ns_inum = BPF_CORE_READ(upid, ns, ns.inum);
	return BPF_CORE_READ(upid, nr);
}

/* The number of pid in the reader's namespace; 0 where it cannot be seen. */
static __always_inline __u32 visible_number(struct pid *pid)
{
	__u32 inum, nr;

	if (pid->level < reader_level)
		return 0;
	nr = level_number(pid, reader_level, &inum);
	return inum == reader_pid_ns ? nr : 0;
}

/* Said by the loader: known as a constant, it spares the verifier half of its ways. */
static __always_inline bool reader_is_nested(void)
{
	return settings.flags & READER_NESTED;
}

static __always_inline __u32 visible_tgid(struct task_struct *task)
{
	if (!reader_is_nested())
		return task->tgid;
	return visible_number(task->group_leader->thread_pid);
}

static __always_inline __u32 visible_tid(struct task_struct *task)
{
	if (!reader_is_nested())
		return task->pid;
	return visible_number(task->thread_pid);
}

static __always_inline __u32 own_pid_ns(struct task_struct *task)
{
	struct pid *pid = task->thread_pid;
	__u32 inum;

	level_number(pid, pid->level, &inum);
	return inum;
}

static __always_inline __u32 *bucket_of(__u32 tgid)
{
	return &tracked[tgid & (BUCKETS - 1)];
}

/* Takes a process into the table. With BPF_ANY, an entry that an earlier one of
 * the same number has left behind is replaced. */
static __always_inline int follow(__u32 tgid, struct process *process, __u64 flags)
{
	/* Before Linux 6.4 the upper half of the answer is not that of a negative number. */
	int refused;

	if (flags != BPF_EXIST) {
		/* Before it is there, so that no one overlooks it. */
		__sync_fetch_and_add(bucket_of(tgid), 1);
		refused = bpf_map_update_elem(&processes, &tgid, process, BPF_NOEXIST);
		if (!refused)
			return 0;
		__sync_fetch_and_add(bucket_of(tgid), -1);
		if (flags == BPF_NOEXIST || refused != -EEXIST)
			return refused;
	}
	return bpf_map_update_elem(&processes, &tgid, process, BPF_EXIST);
}

static __always_inline long forget(__u32 tgid)
{
	long refused;

	if (!*bucket_of(tgid))
		return -ENOENT;
	refused = bpf_map_delete_elem(&processes, &tgid);
	if (!refused)
		__sync_fetch_and_add(bucket_of(tgid), -1);
	return refused;
}

/* The entry of a process. One that an earlier process of the same number has left
 * behind is not taken for it. */
static __always_inline struct process *find_process(__u32 tgid, struct task_struct *leader)
{
	struct process *process;

	if (!*bucket_of(tgid))
		return 0;
	process = bpf_map_lookup_elem(&processes, &tgid);
	if (process && process->started && process->started != leader->start_time)
		return 0;
	return process;
}

/* Why a process is not in the table though it should be. */
#define UNTRACKED_KIN 1   /* it descends from the root */
#define UNTRACKED_OTHER 2 /* it was in scope when it called exec */
#define UNTRACKED_BITS 2

static __always_inline __u64 *untracked_word(__u32 tgid)
{
	__u32 place = tgid / UNTRACKED_IN_WORD;

	return bpf_map_lookup_elem(&untracked, &place);
}

static __always_inline __u32 untracked_shift(__u32 tgid)
{
	return tgid % UNTRACKED_IN_WORD * UNTRACKED_BITS;
}

/* These are functions of their own for the verifier, which then does not follow
 * their ways through the rest of the programs. */

__noinline int read_untracked(__u32 tgid)
{
	__u64 *word = untracked_word(tgid);

	return word ? *word >> untracked_shift(tgid) & (UNTRACKED_KIN | UNTRACKED_OTHER) : 0;
}

/* Returns whether that is new. The bits of a process are set by its fork, its own exec
 * and the search for descendants, each its own one, and stay until its number comes
 * again; so adding, which is all that there is on 5.10, is as good as an atomic "or". */
__noinline int note_untracked(__u32 tgid, __u32 why)
{
	__u64 *word = untracked_word(tgid), bits = why;

	table_was_full = 1;
	if (!word || *word >> untracked_shift(tgid) & bits)
		return 0;
	__sync_fetch_and_add(word, bits << untracked_shift(tgid));
	return 1;
}

/* For a new process whose parent is not in the table. It has nothing of an earlier one of
 * its number; but the child of a descendant that could not be followed cannot be, either.
 * Returns whether it is one. */
__noinline int inherit_untracked(__u32 parent_tgid, __u32 tgid)
{
	__u64 *word = untracked_word(tgid);
	__u64 old;

	if (word) {
		old = *word >> untracked_shift(tgid) & (UNTRACKED_KIN | UNTRACKED_OTHER);
		__sync_fetch_and_add(word, -(old << untracked_shift(tgid)));
	}
	if (!(read_untracked(parent_tgid) & UNTRACKED_KIN))
		return 0;
	count(PROCESS_TABLE_FULL);
	note_untracked(tgid, UNTRACKED_KIN);
	return 1;
}

/* 0 of those that are in the table, or should not be. */
static __always_inline __u32 why_untracked(__u32 tgid)
{
	return *(volatile __u32 *)&table_was_full ? read_untracked(tgid) : 0;
}

static __always_inline void fill_head(struct record *head, __u16 type, __u32 size,
				      struct task_struct *task, struct task_struct *leader,
				      struct process *process)
{
	head->size = size;
	head->type = type;
	head->depth = process ? process->depth : 0;
	head->time = bpf_ktime_get_ns();
	head->spawn_id = process ? process->spawn_id : 0;
	head->pid = visible_tgid(task);
	head->tid = visible_tid(task);
	head->parent_pid = visible_tgid(task->real_parent);
	head->host_pid = task->tgid;
	head->started = leader->start_time;
	head->parent_started = process ? process->parent_started : 0;
	head->pid_ns = process && process->pid_ns ? process->pid_ns : own_pid_ns(task);
}

static __always_inline bool is_scope(struct pid *pid, __u32 level)
{
	__u32 inum;

	level_number(pid, level, &inum);
	return inum == config.scope_pid_ns;
}

/* A namespace is an ancestor if it stands at some level of the pid; the kernel
 * nests at most 32 of them. */
static __always_inline bool in_pid_ns(struct task_struct *task)
{
	struct pid *pid = task->thread_pid;
	__u32 level = pid->level;
	bool found = false;

	if (have_iter_num()) {
		struct bpf_iter_num levels;
		int *at;

		bpf_iter_num_new(&levels, 0, 33);
		while (!found && (at = bpf_iter_num_next(&levels)) && *at <= level)
			found = is_scope(pid, *at);
		bpf_iter_num_destroy(&levels);
	} else {
		for (__u32 i = 0; !found && i <= 32 && i <= level; i++)
			found = is_scope(pid, i);
	}
	return found;
}

/* Of the tree, and not only remembered from a time when the scope was wider. */
static __always_inline bool has_lineage(struct process *process)
{
	return process && process->root;
}

/* For processes without lineage. */
static __always_inline bool in_scope(struct task_struct *task)
{
	__u32 scope = config.scope;

	if (scope == SCOPE_SYSTEM)
		return true;
	return scope == SCOPE_PIDNS && in_pid_ns(task);
}

#endif
