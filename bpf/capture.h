/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What an exec record carries in its tail: names, paths and arguments.
 */
#ifndef CAPTURE_H
#define CAPTURE_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "exectrace.h"
#include "maps.h"

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

/* Ends the walk, and says whether all was found. */
static __always_inline void end_walk(volatile struct path_walk *walk, bool complete)
{
	walk->complete = complete;
	walk->going = 0;
}

static __always_inline void append_component(struct exec_scratch *scratch, __u32 begin)
{
	volatile struct path_walk *walk = &scratch->walk;
	struct dentry *dentry = walk->dentry, *parent;
	struct vfsmount *mount = walk->mount;
	__u32 offset;
	long len;

	if (dentry == walk->root_dentry && mount == walk->root_mount) {
		end_walk(walk, true);
		return;
	}
	parent = BPF_CORE_READ(dentry, d_parent);
	if (dentry == BPF_CORE_READ(mount, mnt_root) || dentry == parent) {
		struct mount *this = mount_of(mount), *above = BPF_CORE_READ(this, mnt_parent);

		if (above != this) {
			walk->dentry = BPF_CORE_READ(this, mnt_mountpoint);
			walk->mount = vfsmount_of(above);
			return;
		}
		if (walk->offset != begin) {
			end_walk(walk, true); /* outside of the root: all there is */
			return;
		}
		/* A file of no directory, such as a memfd: its name is all. */
	}
	offset = walk->offset & (PATHS_LEN - 1);
	len = bpf_probe_read_kernel_str(&scratch->tail[offset], NAME_LEN,
					BPF_CORE_READ(dentry, d_name.name));
	if (len < 0 || len > NAME_LEN || offset > PATHS_LEN - 2 * NAME_LEN) {
		end_walk(walk, false);
		return;
	}
	walk->offset = offset + len;
	walk->dentry = parent;
	if (dentry == parent)
		end_walk(walk, true);
}

/* Writes the names of a path from the leaf up to the process's own root, as
 * getcwd(2) would show it, at offset; returns the offset behind them. */
static __always_inline __u32 append_path(struct exec_scratch *scratch, __u32 offset,
					 struct path path, struct fs_struct *fs, __u32 deleted,
					 __u32 truncated)
{
	volatile struct path_walk *walk = &scratch->walk;

	walk->offset = offset;
	walk->dentry = path.dentry;
	walk->mount = path.mnt;
	walk->root_dentry = fs->root.dentry;
	walk->root_mount = fs->root.mnt;
	if (is_unlinked(walk->dentry))
		scratch->record.flags |= deleted;

	walk->complete = 0;
	walk->going = 1;
	if (have_iter_num()) {
		struct bpf_iter_num rounds;

		bpf_iter_num_new(&rounds, 0, PATH_DEPTH);
		while (bpf_iter_num_next(&rounds) && walk->going)
			append_component(scratch, offset);
		bpf_iter_num_destroy(&rounds);
	} else {
		int round = 0;

		/* With the test at its end: 5.10 refuses a loop that is entered there. */
		do
			append_component(scratch, offset);
		while (++round < PATH_DEPTH && walk->going);
	}
	if (!walk->complete)
		scratch->record.flags |= truncated;
	return walk->offset;
}

static __always_inline __u32 append_cwd(struct exec_scratch *scratch, __u32 offset,
					struct fs_struct *fs)
{
	struct path pwd = { .mnt = fs->pwd.mnt, .dentry = fs->pwd.dentry };
	__u32 end = append_path(scratch, offset, pwd, fs, EXEC_CWD_DELETED, EXEC_CWD_TRUNCATED);

	scratch->record.cwd_len = end - offset;
	return end;
}

#define begins(name, prefix)                                                                       \
	({                                                                                         \
		const char wanted[] = prefix;                                                      \
		bool same = true;                                                                  \
		for (unsigned int i = 0; i < sizeof(wanted) - 1; i++)                              \
			same &= (name)[i] == wanted[i];                                            \
		same;                                                                              \
	})

/* fexecve(3) and execveat(2) give the kernel a descriptor, for which it makes up
 * the name /dev/fd/N (fs/exec.c). */
#define MADE_UP "/dev/fd/"
/* Callers of execve(2) write that or this. */
#define WRITTEN "/proc/self/fd/"

#define DESCRIPTOR_DIGITS 7 /* of /proc/sys/fs/nr_open */

/* Leaves the number in the scratch: the verifier then does not distinguish what it
 * can be. */
static __always_inline bool find_descriptor(struct exec_scratch *scratch)
{
	volatile __u32 *number = &scratch->descriptor;
	const char *name = scratch->tail;

	if (begins(name, MADE_UP))
		name += sizeof(MADE_UP) - 1;
	else if (begins(name, WRITTEN))
		name += sizeof(WRITTEN) - 1;
	else
		return false;
	*number = 0;
	for (unsigned int i = 0; i < DESCRIPTOR_DIGITS; i++) {
		__u32 digit = (__u32)name[i] - '0';

		if (digit > 9)
			break;
		*number = *number * 10 + digit;
	}
	return true;
}

/* What the caller has open under a number; null if nothing. */
static __always_inline struct file *open_file(struct task_struct *task, __u32 descriptor)
{
	struct fdtable *table = BPF_CORE_READ(task, files, fdt);
	struct file **files = BPF_CORE_READ(table, fd), *file = 0;

	if (descriptor < BPF_CORE_READ(table, max_fds))
		bpf_probe_read_kernel(&file, sizeof(file), &files[descriptor]);
	return file;
}

/* A memfd or a deleted file: whatever name led to it, /proc/self/fd/N perhaps,
 * does not say what it is. */
static __always_inline bool is_in_no_directory(struct file *file)
{
	struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);

	return BPF_CORE_READ(dentry, d_parent) == dentry || is_unlinked(dentry);
}

static __always_inline __u32 append_file(struct exec_scratch *scratch, __u32 offset,
					 struct file *file, struct fs_struct *fs)
{
	struct path path;
	__u32 end;

	scratch->record.file_len = 0;
	if (!file)
		return offset;
	path.dentry = BPF_CORE_READ(file, f_path.dentry);
	path.mnt = BPF_CORE_READ(file, f_path.mnt);
	end = append_path(scratch, offset, path, fs, EXEC_FILE_DELETED, EXEC_FILE_TRUNCATED);
	scratch->record.file_len = end - offset;
	return end;
}

/* The file of a successful exec, where its name is none; else null. */
static __always_inline struct file *
unnamed_file(struct exec_scratch *scratch, struct task_struct *task, struct linux_binprm *bprm)
{
	if (!scratch->record.interp_len) {
		struct file *file = bprm->file;

		return begins(scratch->tail, MADE_UP) || is_in_no_directory(file) ? file : 0;
	}
	/* For a script, bprm->file is its interpreter by now, which is about to open
	 * the script by that name: so its descriptor is still there. */
	if (!find_descriptor(scratch))
		return 0;
	scratch->record.flags |= EXEC_FILE_OF_DESCRIPTOR;
	return open_file(task, *(volatile __u32 *)&scratch->descriptor);
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

static __always_inline void fill_identity(struct exec_record *record, struct task_struct *task,
					  const struct cred *cred)
{
	record->flags = (unsigned long)task->cgroups == reader_cgroups ? EXEC_CGROUPS_OF_READER : 0;
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
	__u32 limit = config.argument_limit;
	__u32 wanted = length < limit ? length : limit;

	scratch->record.argument_bytes = length;
	scratch->record.environment_bytes = mm->env_end - mm->env_start;
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

static __always_inline void *system_call_argument(int index)
{
	struct pt_regs *regs = (void *)bpf_task_pt_regs(bpf_get_current_task_btf());
	struct pt_regs___x86_64 *x86 = (void *)regs;
	struct pt_regs___arm64 *arm = (void *)regs;

	if (bpf_core_field_exists(x86->di))
		return (void *)(index == 0 ? BPF_CORE_READ(x86, di) :
				index == 1 ? BPF_CORE_READ(x86, si) :
				index == 2 ? BPF_CORE_READ(x86, dx) :
					     BPF_CORE_READ(x86, r10));
	return (void *)(index == 0 ? BPF_CORE_READ(arm, orig_x0) :
			index == 1 ? BPF_CORE_READ(arm, regs[1]) :
			index == 2 ? BPF_CORE_READ(arm, regs[2]) :
				     BPF_CORE_READ(arm, regs[3]));
}

#endif
