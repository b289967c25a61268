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
#include "process.h"

/* The number-th id of a lane. The lanes take turns, so that no id is of two of them,
 * however many CPUs there are and however uneven their use of ids. */
static __always_inline __u32 spawn_id(__u32 number, __u32 lane)
{
	return KERNEL_SPAWN_ID |
	       ((settings.first_id + number * settings.id_lanes + lane) & (KERNEL_SPAWN_ID - 1));
}

static __always_inline __u32 kernel_spawn_id(void)
{
	__u32 cpu = bpf_get_smp_processor_id();
	struct counters *here = bpf_map_lookup_elem(&counters, &cpu);

	if (!here)
		return KERNEL_SPAWN_ID; /* never so: there is one for each CPU */
	/* Atomic operations that return a value came with 5.12, so each CPU
	 * counts for itself. */
	return spawn_id(here->spawns++, cpu);
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

static __always_inline __u32 spawn_id_for(__u32 tid, struct task_struct *child, __u32 *marked)
{
	struct mark *mark = find_mark(tid);

	if (!mark || mark->child_pid)
		return kernel_spawn_id();
	mark->child_pid = visible_tgid(child);
	mark->child_host_pid = child->tgid;
	mark->child_started = child->start_time;
	*marked = 1;
	return mark->spawn_id;
}

#endif
