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
 * The three hooks are the scheduler's own tracepoints, attached through BTF:
 * they are called once for each fork, exec and exit and cost other system calls
 * nothing. They run in process context, so two of them never nest; sharing a
 * buffer for each CPU between them is safe as long as the kernel does not let
 * a program be preempted, which newer kernels may. Therefore a buffer belongs
 * to one program only: the kernel itself refuses to run the same program twice
 * on one CPU.
 */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "exectrace.h"

#define AT_FDCWD -100 /* include/uapi/linux/fcntl.h */

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* Written by the loader, constant for the verifier. */
const volatile struct settings settings = {
	.args_limit = 8192,
	.flags = TRACE_FORKS | TRACE_EXITS,
};

/* The reader's pid namespace, found by register_root. Level 0: the initial one. */
__u32 reader_level = 0;
__u32 reader_pid_ns = 0;

/* Never used: they make the compiler describe these types in the object's BTF,
 * where a test reads the layout. */
const struct fork_record *describe_fork_record;
const struct exit_record *describe_exit_record;
enum counter describe_counter;
enum record_type describe_record_type;
enum trace_scope describe_trace_scope;

struct process {
	__u32 spawn_id;
	__u32 root;       /* tgid of the root, 0 without lineage */
	__u16 depth;
	__u16 executed;
	__u32 pid_ns;     /* inode of its own pid namespace, 0 if not looked up yet */
	__u64 max_rss_before; /* of what the process was before its last exec */
	char comm[COMM_LEN]; /* the name from before the last change of name */
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 * 1024 * 1024);
} ring SEC(".maps");

/* By tgid in the initial pid namespace. A hash map costs a third of task
 * storage here, and task storage is missing for tracing programs on 5.10. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, struct process);
} processes SEC(".maps");

/* The same names of processes that are in no tree, for the moment between an
 * exec's change of name and its tracepoint. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, char[COMM_LEN]);
} callers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, MARKS);
	__type(key, __u32);
	__type(value, struct mark);
} marks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, COUNTERS + 1); /* the last one numbers spawns */
	__type(key, __u32);
	__type(value, __u64);
} counters SEC(".maps");

/* The state of a loop. It lives in a map, not in registers: the verifier then
 * knows nothing of its values, finds all rounds alike and walks the loop once
 * for each round instead of once for each way to get there (12 ms, not 500). */
struct path_walk {
	struct dentry *dentry, *root_dentry;
	struct vfsmount *mount, *root_mount;
	__u32 offset;
};

struct exec_scratch {
	struct path_walk walk;
	struct exec_record record; /* and the tail right behind it */
	char tail[PATHS_LEN + PATH_LEN + ARGS_LEN];
};

/* Indexed by CPU. Not per-CPU arrays: their values may not pass 32 KiB. The
 * loader sets max_entries to the number of possible CPUs. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct exec_scratch);
} exec_scratches SEC(".maps"), failed_scratches SEC(".maps"), failed_at_scratches SEC(".maps");

static __always_inline void count(__u32 which)
{
	__u64 *value = bpf_map_lookup_elem(&counters, &which);

	if (value)
		(*value)++; /* per CPU, so plain */
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
	return reader_level == 0 || inum == reader_pid_ns ? nr : 0;
}

static __always_inline __u32 visible_tgid(struct task_struct *task)
{
	if (reader_level == 0)
		return task->tgid;
	return visible_number(task->group_leader->thread_pid);
}

static __always_inline __u32 visible_tid(struct task_struct *task)
{
	if (reader_level == 0)
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

static __always_inline void fill_head(struct record *head, __u16 type, __u32 size,
				      struct task_struct *task, struct process *process)
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
	head->pid_ns = process && process->pid_ns ? process->pid_ns : own_pid_ns(task);
}

static __always_inline bool in_pid_ns(struct task_struct *task)
{
	struct pid *pid = task->thread_pid;
	__u32 level = pid->level;
	__u32 inum;

	/* A namespace is an ancestor if it stands at some level of the pid;
	 * the kernel nests at most 32 of them. */
	for (__u32 i = 0; i <= 32 && i <= level; i++) {
		level_number(pid, i, &inum);
		if (inum == settings.scope_pid_ns)
			return true;
	}
	return false;
}

/* For processes without lineage. */
static __always_inline bool in_scope(struct task_struct *task)
{
	if (settings.scope == SCOPE_SYSTEM)
		return true;
	return settings.scope == SCOPE_PIDNS && in_pid_ns(task);
}

/* ---- register: the reader runs this once, through bpf_prog_test_run ---- */

SEC("raw_tp/sys_enter")
int register_root(void *ctx)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	__u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct process root = { .root = tgid };

	reader_level = BPF_CORE_READ(pid, level);
	level_number(pid, reader_level, &reader_pid_ns);
	return bpf_map_update_elem(&processes, &tgid, &root, BPF_ANY);
}

/* ---- fork ---- */

static __always_inline __u32 kernel_spawn_id(void)
{
	__u32 which = COUNTERS, cpu = bpf_get_smp_processor_id();
	__u64 *value = bpf_map_lookup_elem(&counters, &which);

	if (!value)
		return KERNEL_SPAWN_ID;
	/* Atomic operations that return a value came with 5.12, so each CPU
	 * counts for itself. */
	return KERNEL_SPAWN_ID | (cpu & 0x1ff) << 21 | (++*value & 0x1fffff);
}

static __always_inline struct mark *find_mark(__u32 tid)
{
	for (__u32 i = 0; i < MARK_PROBES; i++) {
		__u32 place = (tid + i) & (MARKS - 1);
		struct mark *mark = bpf_map_lookup_elem(&marks, &place);

		if (mark && mark->tid == tid)
			return mark;
	}
	return 0;
}

static __always_inline __u32 spawn_id_for(__u32 tid, __u32 child_pid, __u32 *marked)
{
	struct mark *mark = find_mark(tid);

	if (!mark || mark->child_pid)
		return kernel_spawn_id();
	mark->child_pid = child_pid;
	*marked = 1;
	return mark->spawn_id;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	__u32 parent_tgid = parent->tgid, child_tgid = child->tgid;
	struct fork_record record = {};
	struct process *found, process = {};

	if (parent_tgid == child_tgid)
		return 0; /* a thread */
	found = bpf_map_lookup_elem(&processes, &parent_tgid);
	if (found && found->root) {
		process = *found;
		process.depth = found->depth + 1;
		process.executed = 0;
		process.pid_ns = own_pid_ns(child);
		__builtin_memcpy(process.comm, parent->comm, COMM_LEN);
		record.origin_tid = visible_tid(parent);
		if (found->depth == 0)
			process.spawn_id = spawn_id_for(record.origin_tid, visible_tgid(child),
							&record.marked);
		if (bpf_map_update_elem(&processes, &child_tgid, &process, BPF_ANY))
			count(PROCESS_TABLE_FULL);
	} else if (!(settings.flags & TRACE_FORKS) || !in_scope(child)) {
		return 0; /* not even counted: nobody asked */
	} else {
		record.origin_tid = visible_tid(parent);
	}
	count(FORK_SEEN);
	if (!(settings.flags & TRACE_FORKS)) {
		count(FORK_FILTERED);
		return 0;
	}
	fill_head(&record.head, RECORD_FORK, sizeof(record), child, &process);
	__builtin_memcpy(record.comm, parent->comm, COMM_LEN);
	emit(&record, sizeof(record), FORK_EMITTED, FORK_LOST_RING_FULL);
	return 0;
}

/* ---- change of name ----
 *
 * An exec changes the thread's name before its own tracepoint is called, which
 * therefore cannot tell who called. This one still sees the old name.
 */

SEC("tp_btf/task_rename")
int BPF_PROG(on_rename, struct task_struct *task)
{
	__u32 tgid = task->tgid;
	struct process *process = bpf_map_lookup_elem(&processes, &tgid);
	char comm[COMM_LEN];

	if (process && process->root && process->depth == 0)
		return 0; /* a JVM that names its threads */
	if (!process && settings.scope == SCOPE_TREE)
		return 0;
	__builtin_memcpy(comm, task->comm, COMM_LEN);
	if (process)
		__builtin_memcpy(process->comm, comm, COMM_LEN);
	else if (in_scope(task))
		bpf_map_update_elem(&callers, &tgid, comm, BPF_ANY);
	return 0;
}

/* ---- exec ---- */

static __always_inline struct mount *mount_of(struct vfsmount *mount)
{
	return (void *)mount - bpf_core_field_offset(struct mount, mnt);
}

static __always_inline struct vfsmount *vfsmount_of(struct mount *mount)
{
	return (void *)mount + bpf_core_field_offset(struct mount, mnt);
}

/* An unlinked directory has left its hash list; roots never were in one. */
static __always_inline bool is_unlinked(struct dentry *dentry)
{
	return !BPF_CORE_READ(dentry, d_hash.pprev) && BPF_CORE_READ(dentry, d_parent) != dentry;
}

/* Writes the names of a path from the leaf up to the process's own root, as
 * getcwd(2) would show it, at offset; returns the offset behind them. */
static __always_inline __u32 append_path(struct exec_scratch *scratch, __u32 offset,
					 struct path *path, struct path *root, __u32 deleted,
					 __u32 truncated)
{
	volatile struct path_walk *walk = &scratch->walk;

	walk->offset = offset;
	walk->dentry = path->dentry;
	walk->mount = path->mnt;
	walk->root_dentry = root->dentry;
	walk->root_mount = root->mnt;
	if (is_unlinked(walk->dentry))
		scratch->record.flags |= deleted;

	for (int i = 0; i < PATH_DEPTH; i++) {
		struct dentry *dentry = walk->dentry, *parent;
		struct vfsmount *mount = walk->mount;
		long len;

		if (dentry == walk->root_dentry && mount == walk->root_mount)
			return walk->offset;
		parent = BPF_CORE_READ(dentry, d_parent);
		if (dentry == BPF_CORE_READ(mount, mnt_root) || dentry == parent) {
			struct mount *this = mount_of(mount), *above = BPF_CORE_READ(this, mnt_parent);

			if (above != this) {
				walk->dentry = BPF_CORE_READ(this, mnt_mountpoint);
				walk->mount = vfsmount_of(above);
				continue;
			}
			if (walk->offset != offset)
				return walk->offset; /* outside of the root: all there is */
			/* A file of no directory, such as a memfd: its name is all. */
		}
		offset = walk->offset & (PATHS_LEN - 1);
		len = bpf_probe_read_kernel_str(&scratch->tail[offset], NAME_LEN,
						BPF_CORE_READ(dentry, d_name.name));
		if (len < 0 || len > NAME_LEN || offset > PATHS_LEN - 2 * NAME_LEN)
			break;
		walk->offset = offset + len;
		if (dentry == parent)
			return walk->offset;
		walk->dentry = parent;
	}
	scratch->record.flags |= truncated;
	return walk->offset;
}

static __always_inline __u32 append_cwd(struct exec_scratch *scratch, __u32 offset,
					struct task_struct *task)
{
	struct fs_struct *fs = task->fs;
	__u32 end = append_path(scratch, offset, &fs->pwd, &fs->root, EXEC_CWD_DELETED,
				EXEC_CWD_TRUNCATED);

	scratch->record.cwd_len = end - offset;
	return end;
}

/* fexecve(3) and execveat(2) give the kernel a descriptor, for which it makes up
 * the name /dev/fd/N (fs/exec.c). */
static __always_inline bool is_descriptor(const char *name)
{
	const char prefix[] = "/dev/fd/";

	for (unsigned int i = 0; i < sizeof(prefix) - 1; i++)
		if (name[i] != prefix[i])
			return false;
	return true;
}

/* A memfd or a deleted file: whatever name led to it, /proc/self/fd/N perhaps,
 * does not tell what it is. */
static __always_inline bool is_in_no_directory(struct dentry *dentry)
{
	return BPF_CORE_READ(dentry, d_parent) == dentry || is_unlinked(dentry);
}

static __always_inline __u32 append_file(struct exec_scratch *scratch, __u32 offset,
					 struct task_struct *task, struct linux_binprm *bprm)
{
	struct file *file = bprm->file;
	struct fs_struct *fs = task->fs;
	__u32 end;

	scratch->record.file_len = 0;
	/* For a script, bprm->file is its interpreter by now. */
	if (scratch->record.interp_len)
		return offset;
	if (!is_descriptor(scratch->tail) && !is_in_no_directory(file->f_path.dentry))
		return offset;
	end = append_path(scratch, offset, &file->f_path, &fs->root, EXEC_FILE_DELETED,
			  EXEC_FILE_TRUNCATED);
	scratch->record.file_len = end - offset;
	return end;
}

static __always_inline __u32 append_string(struct exec_scratch *scratch, __u32 offset,
					   const char *string, __u16 *captured)
{
	long len;

	offset &= PATHS_LEN - 1;
	len = bpf_probe_read_kernel_str(&scratch->tail[offset], PATH_LEN, string);
	if (len <= 0 || len > PATH_LEN)
		len = 1;
	*captured = len - 1;
	return offset + len - 1;
}

static __always_inline __u32 append_user_string(struct exec_scratch *scratch, __u32 offset,
						const char *string, __u16 *captured)
{
	long len;

	offset &= PATHS_LEN - 1;
	len = bpf_probe_read_user_str(&scratch->tail[offset], PATH_LEN, string);
	if (len <= 0 || len > PATH_LEN)
		len = 1;
	*captured = len - 1;
	return offset + len - 1;
}

static __always_inline void fill_identity(struct exec_record *record, struct task_struct *task)
{
	const struct cred *cred = task->cred;

	record->cgroup = bpf_get_current_cgroup_id();
	record->uid = cred->uid.val;
	record->gid = cred->gid.val;
	record->euid = cred->euid.val;
	record->egid = cred->egid.val;
}

/* The argument block as the new program finds it: read after the exec, so no
 * other thread can still change it, and one copy takes it with all boundaries. */
static __always_inline __u32 append_arguments(struct exec_scratch *scratch, __u32 offset,
					      struct mm_struct *mm)
{
	unsigned long start = mm->arg_start;
	unsigned long length = mm->arg_end - start;
	__u32 wanted = length < settings.args_limit ? length : settings.args_limit;

	scratch->record.argument_bytes = length;
	if (wanted == 0 || wanted > ARGS_LEN)
		return offset;
	offset &= PATHS_LEN - 1;
	if (bpf_probe_read_user(&scratch->tail[offset], wanted, (void *)start)) {
		scratch->record.flags |= EXEC_ARGS_UNREADABLE;
		return offset;
	}
	scratch->record.args_len = wanted;
	return offset + wanted;
}

static __always_inline void emit_exec(struct exec_scratch *scratch, __u32 tail, __u32 emitted,
				      __u32 lost)
{
	__u32 size = sizeof(struct exec_record) + tail;

	if (size > sizeof(scratch->record) + sizeof(scratch->tail))
		size = sizeof(scratch->record); /* never so; the verifier wants it said */
	scratch->record.head.size = size;
	emit(&scratch->record, size, emitted, lost);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	__u32 tgid = task->tgid, cpu = bpf_get_smp_processor_id(), tail;
	struct process *process = bpf_map_lookup_elem(&processes, &tgid);
	struct exec_scratch *scratch;
	struct exec_record *record;
	const char *filename, *interp;

	count(EXEC_SEEN);
	if (!process && !in_scope(task)) {
		count(EXEC_FILTERED);
		return 0;
	}
	if (!process) {
		struct process unrelated = {};
		char *caller = bpf_map_lookup_elem(&callers, &tgid);

		if (caller)
			__builtin_memcpy(unrelated.comm, caller, COMM_LEN);
		/* Remembered so that its exit is told, once. */
		if (bpf_map_update_elem(&processes, &tgid, &unrelated, BPF_ANY))
			count(PROCESS_TABLE_FULL);
		process = bpf_map_lookup_elem(&processes, &tgid);
	}
	scratch = bpf_map_lookup_elem(&exec_scratches, &cpu);
	if (!scratch) {
		count(EXEC_LOST_NO_SCRATCH);
		return 0;
	}
	record = &scratch->record;
	fill_head(&record->head, RECORD_EXEC, 0, task, process);
	/* The kernel has given the calling thread the leader's id by now. */
	if (old_pid != task->pid)
		record->head.tid = reader_level == 0 ? old_pid : 0;
	fill_identity(record, task);
	record->error = 0;
	record->flags = 0;
	record->args_len = 0;
	record->directory = AT_FDCWD;
	record->argument_count = bprm->argc;
	if (process) {
		__builtin_memcpy(record->comm, process->comm, COMM_LEN);
		process->executed = 1;
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
	tail = append_cwd(scratch, tail, task);
	tail = append_file(scratch, tail, task, bprm);
	tail = append_arguments(scratch, tail, task->mm);
	emit_exec(scratch, tail, EXEC_EMITTED, EXEC_LOST_RING_FULL);
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

static __always_inline void *system_call_argument(int index)
{
	struct pt_regs *regs = (void *)bpf_task_pt_regs(bpf_get_current_task_btf());
	struct pt_regs___x86_64 *x86 = (void *)regs;
	struct pt_regs___arm64 *arm = (void *)regs;

	if (bpf_core_field_exists(x86->di))
		return (void *)(index == 0 ? BPF_CORE_READ(x86, di) :
				index == 1 ? BPF_CORE_READ(x86, si) :
					     BPF_CORE_READ(x86, dx));
	return (void *)(index == 0 ? BPF_CORE_READ(arm, orig_x0) :
			index == 1 ? BPF_CORE_READ(arm, regs[1]) :
				     BPF_CORE_READ(arm, regs[2]));
}

/* The caller's argv is still an array of pointers into its memory. */
static __always_inline __u32 append_argument_array(struct exec_scratch *scratch, __u32 offset,
						   const char *const *argv)
{
	volatile struct path_walk *walk = &scratch->walk;
	struct exec_record *record = &scratch->record;
	bool complete = false;

	walk->offset = offset;
	for (int i = 0; i <= FAILED_ARGS; i++) {
		__u32 at = walk->offset;
		const char *argument = 0;
		long len;

		if (bpf_probe_read_user(&argument, sizeof(argument), &argv[i])) {
			record->flags |= EXEC_ARGS_UNREADABLE;
			break;
		}
		if (!argument) {
			complete = true;
			break;
		}
		/* One look and one byte more than wanted, to know what is cut. */
		if (i == FAILED_ARGS || at >= PATHS_LEN)
			break;
		len = bpf_probe_read_user_str(&scratch->tail[at], FAILED_ARG_LEN + 1, argument);
		if (len <= 0 || len > FAILED_ARG_LEN + 1) {
			record->flags |= EXEC_ARGS_UNREADABLE;
			break;
		}
		walk->offset = at + len;
		if (len > FAILED_ARG_LEN)
			break; /* cut */
	}
	record->args_len = walk->offset - offset;
	record->argument_bytes = record->args_len + !complete;
	return walk->offset;
}

static __always_inline int on_failed_exec(long result, void *scratches, bool has_directory)
{
	struct task_struct *task = (void *)bpf_get_current_task_btf();
	__u32 tgid = bpf_get_current_pid_tgid() >> 32, cpu = bpf_get_smp_processor_id();
	struct process *process;
	struct exec_scratch *scratch;
	struct exec_record *record;
	__u32 tail;

	if (result >= 0)
		return 0;
	count(EXEC_FAILED_SEEN);
	process = bpf_map_lookup_elem(&processes, &tgid);
	if (!process && !in_scope(task)) {
		count(EXEC_FAILED_FILTERED);
		return 0;
	}
	scratch = bpf_map_lookup_elem(scratches, &cpu);
	if (!scratch) {
		count(EXEC_FAILED_LOST_NO_SCRATCH);
		return 0;
	}
	record = &scratch->record;
	fill_head(&record->head, RECORD_EXEC_FAILED, 0, task, process);
	fill_identity(record, task);
	record->error = -result;
	record->flags = 0;
	record->argument_count = 0;
	record->interp_len = 0;
	bpf_get_current_comm(record->comm, COMM_LEN);

	record->directory = has_directory ? (long)system_call_argument(0) : AT_FDCWD;
	tail = append_user_string(scratch, 0, system_call_argument(has_directory),
				  &record->filename_len);
	tail = append_cwd(scratch, tail, task);
	record->file_len = 0;
	tail = append_argument_array(scratch, tail, system_call_argument(has_directory + 1));
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
 * and that would be told of each small helper. Where it hides the program's own
 * maximum, the memory itself knows, if the kernel still has it (since 6.16);
 * else the maximum is not known: 0. */
static __always_inline __u64 max_rss(struct task_struct *task, struct process *process)
{
	struct mm_struct *mm = task->mm;
	__u64 whole_life = task->signal->maxrss, current, highest;

	if (whole_life > process->max_rss_before)
		return whole_life;
	if (!mm || !bpf_core_field_exists(mm->rss_stat[0].count))
		return 0;
	current = mm->rss_stat[MM_FILEPAGES].count + mm->rss_stat[MM_ANONPAGES].count +
		  mm->rss_stat[MM_SHMEMPAGES].count;
	highest = mm->hiwater_rss;
	return highest > current ? highest : current;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	struct signal_struct *signal = task->signal;
	struct task_struct *leader = task->group_leader;
	__u32 tgid = task->tgid;
	struct process *process;
	struct exit_record record = {};

	if (signal->live.counter > 0)
		return 0; /* other threads live on */
	count(EXIT_SEEN);
	process = bpf_map_lookup_elem(&processes, &tgid);
	if (!process) {
		count(EXIT_FILTERED);
		return 0;
	}
	fill_head(&record.head, RECORD_EXIT, sizeof(record), task, process);
	record.flags = process->executed ? EXIT_EXECUTED : 0;
	record.max_rss = max_rss(task, process);
	/* Two last threads can both get here. Whoever deletes, tells. */
	if (bpf_map_delete_elem(&processes, &tgid)) {
		count(EXIT_FILTERED);
		return 0;
	}
	if (!(settings.flags & TRACE_EXITS)) {
		count(EXIT_FILTERED);
		return 0;
	}
	/* As wait_task_zombie in kernel/exit.c has it. */
	record.status = signal->flags & SIGNAL_GROUP_EXIT ? signal->group_exit_code :
							    leader->exit_code;
	record.lifetime = record.head.time - leader->start_time;
	/* signal holds the sums of threads already reaped; a leader waits for
	 * the last thread unreaped. */
	record.runtime = signal->sum_sched_runtime + task->se.sum_exec_runtime;
	record.utime = signal->utime + task->utime;
	record.stime = signal->stime + task->stime;
	if (leader != task) {
		record.runtime += leader->se.sum_exec_runtime;
		record.utime += leader->utime;
		record.stime += leader->stime;
	}
	__builtin_memcpy(record.comm, task->comm, COMM_LEN);
	emit(&record, sizeof(record), EXIT_EMITTED, EXIT_LOST_RING_FULL);
	return 0;
}
