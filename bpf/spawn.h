/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Which spawn id a child of a root gets: the one in the mark of the thread that
 * makes it, or else one that is given out here.
 */
#ifndef SPAWN_H
#define SPAWN_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include "exectrace.h"
#include "maps.h"

static __always_inline __u32 kernel_spawn_id(void)
{
	__u32 zero = 0, cpu = bpf_get_smp_processor_id();
	struct counters *here = bpf_map_lookup_elem(&counters, &zero);

	if (!here)
		return KERNEL_SPAWN_ID;
	/* Atomic operations that return a value came with 5.12, so each CPU
	 * counts for itself. */
	return KERNEL_SPAWN_ID | (cpu & 0x1ff) << 21 | ((settings.first_id + ++here->spawns) & 0x1fffff);
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

#endif
