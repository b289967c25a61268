/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Only those kernel types and members that the program reads, written by hand
 * from the kernel's headers (include/linux/sched.h, sched/signal.h, binfmts.h,
 * pid.h, cred.h, fs_struct.h, fdtable.h, dcache.h, mount.h, fs/mount.h, cgroup-defs.h).
 *
 * Offsets do not matter: every access is relocated against the running
 * kernel's BTF when the program is loaded (CO-RE). Members that some kernels
 * lack are asked for with bpf_core_field_exists.
 */
#ifndef VMLINUX_H
#define VMLINUX_H

typedef signed char __s8;
typedef unsigned char __u8;
typedef short __s16;
typedef unsigned short __u16;
typedef int __s32;
typedef unsigned int __u32;
typedef long long __s64;
typedef unsigned long long __u64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u32 __wsum;
typedef _Bool bool;

enum { false = 0, true = 1 };

enum bpf_map_type {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,
	BPF_MAP_TYPE_LRU_HASH = 9,
	BPF_MAP_TYPE_RINGBUF = 27,
};

/* Only to ask whether the kernel has it. */
enum bpf_func_id {
	BPF_FUNC_loop = 181,
};

enum {
	BPF_ANY = 0,
	BPF_NOEXIST = 1,
	BPF_EXIST = 2,
};

enum {
	BPF_F_MMAPABLE = 1 << 10,
};

enum {
	BPF_RB_NO_WAKEUP = 1,
	BPF_RB_FORCE_WAKEUP = 2,
};

enum {
	BPF_RB_AVAIL_DATA = 0,
};

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
	int counter;
} atomic_t;

typedef struct {
	__u32 val;
} kuid_t;

typedef struct {
	__u32 val;
} kgid_t;

struct ns_common {
	unsigned int inum;
};

struct pid_namespace {
	unsigned int level;
	struct ns_common ns;
};

struct upid {
	int nr;
	struct pid_namespace *ns;
};

struct pid {
	unsigned int level;
	struct upid numbers[1];
};

struct hlist_bl_node {
	struct hlist_bl_node **pprev;
};

struct qstr {
	const unsigned char *name;
};

struct dentry {
	struct hlist_bl_node d_hash;
	struct dentry *d_parent;
	struct qstr d_name;
};

struct vfsmount {
	struct dentry *mnt_root;
};

struct mount {
	struct mount *mnt_parent;
	struct dentry *mnt_mountpoint;
	struct vfsmount mnt;
};

struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
};

struct file {
	struct path f_path;
};

struct fdtable {
	unsigned int max_fds;
	struct file **fd;
};

struct files_struct {
	struct fdtable *fdt;
};

struct fs_struct {
	struct path root;
	struct path pwd;
};

struct percpu_counter {
	__s64 count;
};

struct mm_struct {
	unsigned long arg_start;
	unsigned long arg_end;
	unsigned long env_start;
	unsigned long env_end;
	struct file *exe_file;
	unsigned long hiwater_rss;
	struct percpu_counter rss_stat[4]; /* since 6.2; before, of another type */
};

struct cred {
	kuid_t uid;
	kgid_t gid;
	kuid_t euid;
	kgid_t egid;
};

struct task_struct;

struct signal_struct {
	atomic_t live;
	int group_exit_code;
	unsigned int flags;
	__u64 utime;
	__u64 stime;
	unsigned long maxrss;
	unsigned long long sum_sched_runtime;
	struct task_struct *group_exec_task;
};

struct signal_struct___before_5_16 {
	struct task_struct *group_exit_task;
};

struct sched_entity {
	__u64 sum_exec_runtime;
};

struct thread_struct {
	unsigned long fsbase; /* x86_64 only */
	struct {
		unsigned long tp_value;
	} uw; /* arm64 only */
};

struct thread_info {
	unsigned long flags;
};

struct css_set;

struct task_struct {
	struct thread_info thread_info;
	unsigned int __state;
	unsigned int flags;
	struct mm_struct *mm;
	int exit_code;
	int pid;
	int tgid;
	struct task_struct *real_parent;
	struct task_struct *group_leader;
	struct pid *thread_pid;
	__u64 utime;
	__u64 stime;
	__u64 start_time;
	const struct cred *cred;
	char comm[16];
	struct fs_struct *fs;
	struct files_struct *files;
	struct signal_struct *signal;
	struct css_set *cgroups;
	struct sched_entity se;
	struct thread_struct thread;
};

struct task_struct___before_5_14 {
	long state;
};

struct linux_binprm {
	struct file *file;
	int argc;
	const char *filename;
	const char *interp;
};

/* What a system call was given; a member that this machine's registers lack is
 * never touched. The suffixes are CO-RE's "flavours" and not part of the name. */
struct pt_regs___x86_64 {
	unsigned long di, si, dx, r10;
};

struct pt_regs___arm64 {
	__u64 regs[31];
	__u64 orig_x0; /* the first argument; regs[0] already holds the result */
};

struct seq_file;

/* What an iterator's program is called with (kernel/bpf/task_iter.c). */
struct bpf_iter_meta {
	struct seq_file *seq;
};

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

#pragma clang attribute pop

/* What a syscall exit tracepoint hands over (kernel/trace/trace_syscalls.c). */
struct syscall_exit {
	__u64 common;
	long nr;
	long ret;
};

struct pt_regs;

#endif
