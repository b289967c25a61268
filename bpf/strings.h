/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The arguments of an exec that failed. They are still where the caller has them: an
 * array of pointers, ended by a null pointer, to strings anywhere in its memory.
 *
 * All of them are counted and measured, and as much is kept as of an exec that
 * succeeds. What is in a page that nobody has touched yet cannot be read, because a
 * program must not wait for it, and an array may be longer than a program should look
 * at. Then the number is unknown, and not a smaller one.
 */
#ifndef STRINGS_H
#define STRINGS_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "exectrace.h"
#include "maps.h"

/* Of reading strings, one chunk each: some milliseconds at most. */
#define STRING_ROUNDS 32768
/* Of counting the rest, POINTERS each; the kernel takes fewer than these million. */
#define POINTER_ROUNDS 65536
#define POINTERS 16
/* Where the kernel has no loop for that (before 5.17), and the verifier walks each round. */
#define FEW_STRING_ROUNDS 64
#define FEW_POINTER_ROUNDS 4

struct string_loop {
	struct exec_scratch *scratch;
};

/* Reads a piece of a string. Returns 1 if there is nothing more to be read. */
static __always_inline long read_piece(struct exec_scratch *scratch)
{
	volatile struct string_walk *walk = &scratch->strings;
	__u64 bytes = walk->bytes;
	__u32 offset = walk->offset & (PATHS_LEN - 1), kept = walk->limit;
	const char *string = walk->string;
	long len;

	if (!string) {
		if (bpf_probe_read_user(&string, sizeof(string), (void *)walk->next)) {
			walk->unreadable = 1;
			return 1;
		}
		if (!string) {
			walk->ended = 1;
			return 1;
		}
		walk->next++;
		walk->count++;
	}
	/* What is more than wanted is read to be measured, behind what is kept. */
	if (bytes < kept)
		kept = bytes;
	if (kept > ARGS_LEN)
		return 1; /* never so; for the verifier */
	len = bpf_probe_read_user_str(&scratch->tail[offset + kept], STRING_CHUNK, string);
	if (len < 0 || len > STRING_CHUNK) {
		walk->unreadable = 1;
		return 1;
	}
	if (len == STRING_CHUNK) {
		/* Its last byte is the helper's own, and no end. */
		walk->bytes = bytes + len - 1;
		walk->string = string + len - 1;
		return 0;
	}
	/* The end of an empty one is there but counts only since Linux 6.2. That is
	 * added without a branch, which would have the verifier walk twice. */
	walk->bytes = bytes + len + ((__u64)(len - 1) >> 63);
	walk->string = 0;
	return 0;
}

/* Counts pointers up to the next multiple of their room, so as not to ask for a page
 * behind the last. Returns 1 if there is nothing more to be counted. */
static __always_inline long count_pointers(struct exec_scratch *scratch)
{
	volatile struct string_walk *walk = &scratch->strings;
	__u64 found[POINTERS] = {};
	__u64 next = (__u64)walk->next, room = sizeof(found) - next % sizeof(found);
	__u32 wanted = room / sizeof(found[0]), counted = 0;

	if (!wanted)
		wanted = 1; /* not aligned at all */
	if (wanted > POINTERS)
		return 1; /* never so; for the verifier */
	if (bpf_probe_read_user(found, wanted * sizeof(found[0]), (void *)next))
		return 1;
	for (__u32 i = 0; i < POINTERS; i++) {
		if (i < wanted && !walk->ended) {
			if (((volatile __u64 *)found)[i])
				counted++;
			else
				walk->ended = 1;
		}
	}
	walk->count += counted;
	walk->next = (void *)(next + wanted * sizeof(found[0]));
	return walk->ended ? 1 : 0;
}

static long read_next_piece(__u32 round, struct string_loop *loop)
{
	return read_piece(loop->scratch);
}

static long count_next_pointers(__u32 round, struct string_loop *loop)
{
	return count_pointers(loop->scratch);
}

/* Returns whether that has come to the end of all. */
static __always_inline bool end_of_reading(volatile struct string_walk *walk)
{
	__u64 bytes = walk->bytes;
	__u32 limit = walk->limit;

	walk->kept = bytes < limit ? bytes : limit;
	if (walk->ended)
		return true;
	walk->bytes = UNKNOWN;
	return false;
}

/* Counts and measures, and keeps up to limit bytes at offset. */
static __noinline void walk_strings(struct exec_scratch *scratch, __u32 offset, __u32 limit,
				    const char *const *strings)
{
	volatile struct string_walk *walk = &scratch->strings;
	struct string_loop loop = { .scratch = scratch };
	int round = 0;

	walk->next = strings;
	walk->string = 0;
	walk->bytes = 0;
	walk->count = 0;
	walk->offset = offset;
	walk->limit = limit < ARGS_LEN ? limit : ARGS_LEN;
	walk->unreadable = 0;
	walk->ended = !strings; /* the kernel takes that for an empty array */
	walk->kept = 0;
	if (walk->ended)
		return;
	if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_loop)) {
		bpf_loop(STRING_ROUNDS, read_next_piece, &loop, 0);
		if (end_of_reading(walk))
			return;
		bpf_loop(POINTER_ROUNDS, count_next_pointers, &loop, 0);
	} else {
		/* With the test at its end: older verifiers refuse a loop entered there. */
		do
			if (read_next_piece(round, &loop))
				break;
		while (++round < FEW_STRING_ROUNDS);
		if (end_of_reading(walk))
			return;
		round = 0;
		do
			if (count_next_pointers(round, &loop))
				break;
		while (++round < FEW_POINTER_ROUNDS);
	}
	if (!walk->ended)
		walk->count = UNKNOWN;
}

/* Fills in what is known of the arguments, and, where the kernel found both together
 * to be too much, of the environment. Returns the offset behind the arguments. */
static __always_inline __u32 append_argument_array(struct exec_scratch *scratch, __u32 offset,
						   const char *const *argv, const char *const *envp)
{
	volatile struct string_walk *walk = &scratch->strings;
	struct exec_record *record = &scratch->record;

	if (record->error == E2BIG) {
		walk_strings(scratch, offset, 0, envp);
		record->environment_bytes = walk->bytes;
	}
	walk_strings(scratch, offset, demand.args_limit, argv);
	if (walk->unreadable)
		record->flags |= EXEC_ARGS_UNREADABLE;
	record->argument_count = walk->count;
	record->argument_bytes = walk->bytes;
	record->args_len = walk->kept;
	return offset + walk->kept;
}

#endif
