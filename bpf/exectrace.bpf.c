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

#define AT_FDCWD -100 /* include/uapi/linux/fcntl.h */

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

/* Asked of the record, not of a variable: the verifier then walks both ways together. */
static __always_inline bool is_gone(struct exec_scratch *scratch)
{
	return *(volatile __u32 *)&scratch->record.flags & EXEC_NO_WAY_BACK;
}

/* The file name as the caller gave it. Once the memory that held that is gone, the thread's
 * new name is left, and its old one has to be looked for. */
static __always_inline __u32 append_attempted(struct exec_scratch *scratch,
					      struct task_struct *task, struct process *process,
					      bool has_directory)
{
	struct exec_record *record = &scratch->record;
	__u32 tgid = task->tgid, tail;
	char *caller;

	bpf_get_current_comm(record->comm, COMM_LEN);
	if (!is_gone(scratch)) {
		record->directory = has_directory ? (long)system_call_argument(0) : AT_FDCWD;
		return append_user_string(scratch, 0, system_call_argument(has_directory),
					  &record->filename_len);
	}
	record->directory = AT_FDCWD;
	tail = append_string(scratch, 0, record->comm, &record->filename_len);
	__builtin_memset(record->comm, 0, COMM_LEN);
	if (process) {
		__builtin_memcpy(record->comm, process->comm, COMM_LEN);
	} else {
		caller = bpf_map_lookup_elem(&callers, &tgid);
		if (caller)
			__builtin_memcpy(record->comm, caller, COMM_LEN);
	}
	return tail;
}

/* What a descriptor in the file name, or beside it, stands for; or what has been begun. */
static __always_inline struct file *attempted_file(struct exec_scratch *scratch,
						   struct task_struct *task)
{
	volatile __u32 *descriptor = &scratch->descriptor;

	if (is_gone(scratch))
		return BPF_CORE_READ(task, mm, exe_file);
	if (!find_descriptor(scratch))
		*descriptor = scratch->tail[0] == '/' ? AT_FDCWD : scratch->record.directory;
	if ((__s32)*descriptor < 0)
		return 0;
	scratch->record.flags |= EXEC_FILE_OF_DESCRIPTOR;
	return open_file(task, *descriptor);
}

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
