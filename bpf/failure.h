/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What a failed exec tried: read when its system call returns. */
#ifndef FAILURE_H
#define FAILURE_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "exectrace.h"
#include "maps.h"
#include "process.h"
#include "capture.h"
#include "strings.h"

#define AT_FDCWD -100 /* include/uapi/linux/fcntl.h */

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

#endif
