// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Sees every fork, exec and exit of the processes in scope and writes a record
 * of each into a ring buffer.
 *
 * Lineage. A registered process (a JVM) is a root. A child that a root's thread
 * makes gets a spawn id, taken from the mark which that thread has set or else
 * given out here; what that child starts inherits the id, so that any
 * descendant still names its origin after the processes between have gone.
 *
 * The hooks are the scheduler's own tracepoints, attached through BTF: they are
 * called once for each fork, exec, change of name and exit and cost other system
 * calls nothing. They run in process context, so two of them never nest; sharing a
 * buffer for each CPU between them is safe as long as the kernel does not let
 * a program be preempted, which it does since 7.0. Therefore a buffer belongs
 * to one program only: the kernel itself refuses to run the same program twice
 * on one CPU. So that it hardly ever has to, each hook keeps its CPU (maps.h).
 */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "exectrace.h"
#include "maps.h"
#include "process.h"
#include "capture.h"
#include "strings.h"
#include "spawn.h"
#include "stack.h"
#include "adopt.h"
#include "failure.h"
#include "exit.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* ---- register: the reader runs this once, through bpf_prog_test_run ---- */

SEC("raw_tp/sys_enter")
int register_root(void *ctx)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	__u32 reader = bpf_get_current_pid_tgid() >> 32;
	__u32 tgid = settings.root ? settings.root : reader;
	struct process root = { .root = tgid };

	if (tgid == reader)
		root.started = BPF_CORE_READ(task, group_leader, start_time);
	reader_level = BPF_CORE_READ(pid, level);
	level_number(pid, reader_level, &reader_pid_ns);
	reader_cgroups = (unsigned long)BPF_CORE_READ(task, cgroups);
	return follow(tgid, &root, BPF_ANY);
}

/* ---- fork ---- */

/* Returns the spawn id of a child whose origin the reader has to look for, else 0. */
static __always_inline __u32 forked(struct task_struct *parent, struct task_struct *child)
{
	__u32 parent_tgid = parent->tgid, child_tgid = child->tgid;
	struct fork_record record = {};
	struct process *found, process = {};
	bool unannounced = false;

	if (parent_tgid == child_tgid)
		return 0; /* a thread */
	found = find_process(parent_tgid, parent->group_leader);
	if (found && found->root) {
		process = *found;
		process.depth = found->depth + 1;
		process.executed = 0;
		process.in_exec = 0;
		process.max_rss_before = 0; /* it has a maximum of its own, from nothing */
		process.started = child->start_time;
		process.parent_started = found->started;
		process.pid_ns = own_pid_ns(child);
		__builtin_memcpy(process.comm, parent->comm, COMM_LEN);
		record.origin_tid = visible_tid(parent);
		if (found->depth == 0) {
			process.spawn_id = spawn_id_for(record.origin_tid, child, &record.marked);
			unannounced = !record.marked;
		}
		if (follow(child_tgid, &process, BPF_ANY)) {
			count(PROCESS_TABLE_FULL);
			note_untracked(child_tgid, UNTRACKED_KIN);
		}
	} else {
		bool wanted = in_scope(child) && settings.flags & TRACE_FORKS;

		if (*(volatile __u32 *)&table_was_full &&
		    inherit_untracked(parent_tgid, child_tgid) && !wanted) {
			count(FORK_SEEN);
			count(settings.flags & TRACE_FORKS ? FORK_LOST_UNTRACKED : FORK_FILTERED);
			return 0;
		}
		if (!wanted)
			return 0; /* not even counted: no one asked */
		record.origin_tid = visible_tid(parent);
	}
	count(FORK_SEEN);
	if (!(settings.flags & TRACE_FORKS)) {
		count(FORK_FILTERED);
		return 0;
	}
	fill_head(&record.head, RECORD_FORK, sizeof(record), child, child, &process);
	__builtin_memcpy(record.comm, parent->comm, COMM_LEN);
	if (unannounced && settings.flags & TRACE_STACKS) {
		emit_with_stack(&record, parent, child);
		return process.spawn_id;
	}
	emit(&record, sizeof(record), FORK_EMITTED, FORK_LOST_RING_FULL);
	return 0;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	preempt_disable();
	forked(parent, child);
	preempt_enable();
	return 0;
}

/* In its place where the reader is to see the very stack; takes Linux 5.17. */
SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork_synchronous, struct task_struct *parent, struct task_struct *child)
{
	__u32 spawn_id;

	preempt_disable();
	spawn_id = forked(parent, child);
	preempt_enable();
	if (spawn_id)
		wait_for_ack(spawn_id);
	return 0;
}

/* ---- change of name ----
 *
 * An exec changes the thread's name before its own tracepoint is called, which
 * therefore cannot know who called. This one still sees the old name.
 */

/* Whether an exec has put the new program's memory in the place of the old one's and is
 * not done with it (create_elf_tables in fs/binfmt_elf.c writes the end of the arguments).
 * If it fails now, the kernel can only kill the process. */
static __always_inline bool has_no_way_back(struct task_struct *task)
{
	struct mm_struct *mm = BPF_CORE_READ(task, mm);

	return mm && !BPF_CORE_READ(mm, arg_end);
}

static __always_inline void renamed(struct task_struct *task)
{
	__u32 tgid = task->tgid;
	struct process *process = find_process(tgid, task->group_leader);
	char comm[COMM_LEN];

	if (process && process->root && process->depth == 0)
		return; /* a JVM that names its threads */
	if (!process && config.scope == SCOPE_TREE)
		return;
	__builtin_memcpy(comm, task->comm, COMM_LEN);
	if (process) {
		__builtin_memcpy(process->comm, comm, COMM_LEN);
		process->in_exec = has_no_way_back(task);
	} else if (in_scope(task)) {
		bpf_map_update_elem(&callers, &tgid, comm, BPF_ANY);
	}
}

SEC("tp_btf/task_rename")
int BPF_PROG(on_rename, struct task_struct *task)
{
	preempt_disable();
	renamed(task);
	preempt_enable();
	return 0;
}

/* ---- exec ---- */

/* The thread that called exec, if that was not the leader. */
static __always_inline __u32 exec_thread(__u32 tgid, __u32 host_tid)
{
	struct exec_thread *thread;

	if (!reader_is_nested())
		return host_tid;
	thread = bpf_map_lookup_elem(&exec_threads, &tgid);
	return thread && thread->host_tid == host_tid ? thread->tid : 0;
}

static __always_inline void executed(struct task_struct *task, int old_pid,
				     struct linux_binprm *bprm)
{
	__u32 tgid = task->tgid, cpu = bpf_get_smp_processor_id(), tail;
	/* An exec has made its thread the leader by now. */
	struct process *process = find_process(tgid, task);
	struct exec_scratch *scratch;
	struct exec_record *record;
	const char *filename, *interp;
	const struct cred *cred;
	struct fs_struct *fs;
	struct mm_struct *mm;

	count(EXEC_SEEN);
	if (!has_lineage(process) && !in_scope(task)) {
		count(why_untracked(tgid) & UNTRACKED_KIN ? EXEC_LOST_UNTRACKED : EXEC_FILTERED);
		return;
	}
	if (!process) {
		struct process unrelated = { .started = task->start_time };
		char *caller = bpf_map_lookup_elem(&callers, &tgid);

		if (caller)
			__builtin_memcpy(unrelated.comm, caller, COMM_LEN);
		/* Remembered so that its exit is reported, once. */
		if (follow(tgid, &unrelated, BPF_ANY) && note_untracked(tgid, UNTRACKED_OTHER))
			count(PROCESS_TABLE_FULL);
		process = bpf_map_lookup_elem(&processes, &tgid);
	}
	scratch = bpf_map_lookup_elem(&exec_scratches, &cpu);
	if (!scratch) {
		count(EXEC_LOST_NO_SCRATCH);
		return;
	}
	cred = task->cred;
	fs = task->fs;
	mm = task->mm;
	record = &scratch->record;
	fill_head(&record->head, RECORD_EXEC, 0, task, task, process);
	/* The kernel has given the calling thread the leader's id by now. */
	if (old_pid != task->pid)
		record->head.tid = exec_thread(tgid, old_pid);
	fill_identity(record, task, cred);
	record->error = 0;
	record->args_len = 0;
	record->directory = AT_FDCWD;
	record->argument_count = bprm->argc;
	if (process) {
		__builtin_memcpy(record->comm, process->comm, COMM_LEN);
		process->executed = 1;
		process->in_exec = 0;
		process->max_rss_before = task->signal->maxrss;
	} else {
		__builtin_memset(record->comm, 0, COMM_LEN);
	}

	filename = bprm->filename;
	interp = bprm->interp;
	tail = append_string(scratch, 0, filename, &record->filename_len);
	record->interp_len = 0;
	if (interp != filename)
		tail = append_string(scratch, tail, interp, &record->interp_len);
	tail = append_cwd(scratch, tail, fs);
	tail = append_file(scratch, tail, unnamed_file(scratch, task, bprm), fs);
	tail = append_arguments(scratch, tail, mm);
	emit_exec(scratch, tail, EXEC_EMITTED, EXEC_LOST_RING_FULL);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	preempt_disable();
	executed(task, old_pid, bprm);
	preempt_enable();
	return 0;
}

/* ---- failed exec ----
 *
 * These two make every system call of the machine some 50 ns slower as long as
 * they are attached, so the loader leaves them out unless asked. They look at
 * the registers when the call returns; programs on syscall *entry* silently
 * miss most calls on some kernels. Success is sched_process_exec's business
 * alone: the return value is not reliable for it everywhere.
 */

static __always_inline int on_failed_exec(long result, void *scratches, bool has_directory)
{
	struct task_struct *task = (void *)bpf_get_current_task_btf(), *leader;
	__u32 cpu = bpf_get_smp_processor_id();
	struct process *process;
	struct exec_scratch *scratch;
	struct exec_record *record;
	struct fs_struct *fs;
	__u32 tail;

	if (result >= 0)
		return 0;
	count(EXEC_FAILED_SEEN);
	leader = task->group_leader;
	process = find_process(task->tgid, leader);
	if (!has_lineage(process) && !in_scope(task)) {
		count(why_untracked(task->tgid) & UNTRACKED_KIN ? EXEC_FAILED_LOST_UNTRACKED :
								  EXEC_FAILED_FILTERED);
		return 0;
	}
	scratch = bpf_map_lookup_elem(scratches, &cpu);
	if (!scratch) {
		count(EXEC_FAILED_LOST_NO_SCRATCH);
		return 0;
	}
	record = &scratch->record;
	fill_head(&record->head, RECORD_EXEC_FAILED, 0, task, leader, process);
	fill_identity(record, task, task->cred);
	record->error = -result;
	record->interp_len = 0;
	record->argument_count = UNKNOWN;
	record->argument_bytes = UNKNOWN;
	record->environment_bytes = UNKNOWN;
	record->args_len = 0;
	if (has_no_way_back(task))
		record->flags |= EXEC_NO_WAY_BACK;
	fs = task->fs;

	tail = append_attempted(scratch, task, process, has_directory);
	tail = append_cwd(scratch, tail, fs);
	tail = append_file(scratch, tail, attempted_file(scratch, task), fs);
	if (!is_gone(scratch))
		tail = append_argument_array(scratch, tail, system_call_argument(has_directory + 1),
					     system_call_argument(has_directory + 2));
	emit_exec(scratch, tail, EXEC_FAILED_EMITTED, EXEC_FAILED_LOST_RING_FULL);
	return 0;
}

SEC("tracepoint/syscalls/sys_exit_execve")
int on_execve_exit(struct syscall_exit *call)
{
	return on_failed_exec(call->ret, &failed_scratches, false);
}

SEC("tracepoint/syscalls/sys_exit_execveat")
int on_execveat_exit(struct syscall_exit *call)
{
	return on_failed_exec(call->ret, &failed_at_scratches, true);
}

/* ---- exit ---- */

static __always_inline void exited(struct task_struct *task)
{
	struct signal_struct *signal = task->signal;
	struct task_struct *leader = task->group_leader;
	struct mm_struct *mm = task->mm;
	__u32 tgid = task->tgid;
	struct process *process;
	struct exit_record *record;

	if (signal->live.counter > 0) {
		if (reader_is_nested() && task == leader)
			note_exec_thread(signal, tgid);
		return; /* other threads live on */
	}
	count(EXIT_SEEN);
	process = find_process(tgid, leader);
	if (!process || !(settings.flags & TRACE_EXITS)) {
		forget(tgid); /* left behind by an earlier one, if there is one at all */
		count(why_untracked(tgid) && settings.flags & TRACE_EXITS ? EXIT_LOST_UNTRACKED :
									    EXIT_FILTERED);
		return;
	}
	/* Two last threads can both get here. Whoever deletes, reports. Asked for
	 * once only whether there is a record: an old verifier (5.10) does not
	 * remember the answer, and misses its release. */
	record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);
	if (!record) {
		count(forget(tgid) ? EXIT_FILTERED : EXIT_LOST_RING_FULL);
		return;
	}
	fill_exit(record, task, leader, signal, mm, process);
	if (forget(tgid)) {
		bpf_ringbuf_discard(record, BPF_RB_NO_WAKEUP);
		count(EXIT_FILTERED);
		return;
	}
	bpf_ringbuf_submit(record, wakeup());
	count(EXIT_EMITTED);
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	preempt_disable();
	exited(task);
	preempt_enable();
	return 0;
}
