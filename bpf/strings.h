/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The arguments of an exec that failed. They are still where the caller has them: an
 * array of pointers, ended by a null pointer, to strings anywhere in its memory.
 *
 * All of them are counted and measured, and as much is recorded as of an exec that
 * succeeds. What is in a page that nothing has touched yet cannot be read, because a
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
/* Of counting the rest; with the usual limit of the stack the kernel takes fewer. */
#define COUNT_ROUNDS 262144
/* Where the kernel has no loop for that (before 5.17), and the verifier walks each round. */
#define FEW_ROUNDS 64

struct string_loop {
	struct exec_scratch *scratch;
};

/* Takes the next address. Returns 0 if there is none, or it cannot be read. */
static __always_inline const char *take_string(volatile struct string_walk *walk)
{
	const char *string = 0;

	if (bpf_probe_read_user(&string, sizeof(string), (void *)walk->next)) {
		walk->unreadable = 1;
	} else if (!string) {
		walk->ended = 1;
	} else {
		walk->next++;
		walk->count++;
	}
	return string;
}

/* Reads a piece of a string. Returns 1 if there is nothing more to be read. */
static __always_inline long read_piece(struct exec_scratch *scratch)
{
	volatile struct string_walk *walk = &scratch->strings;
	__u64 bytes = walk->bytes;
	__u32 offset = walk->offset & (PATHS_LEN - 1), kept = walk->limit;
	const char *string = walk->string;
	long len;

	if (!string) {
		string = take_string(walk);
		if (!string)
			return 1;
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

static long read_next_piece(__u32 round, struct string_loop *loop)
{
	return read_piece(loop->scratch);
}

static long count_next_string(__u32 round, struct string_loop *loop)
{
	return take_string(&loop->scratch->strings) ? 0 : 1;
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
		bpf_loop(COUNT_ROUNDS, count_next_string, &loop, 0);
	} else {
		/* With the test at its end: older verifiers refuse a loop entered there. */
		do
			if (read_next_piece(round, &loop))
				break;
		while (++round < FEW_ROUNDS);
		if (end_of_reading(walk))
			return;
		round = 0;
		do
			if (count_next_string(round, &loop))
				break;
		while (++round < FEW_ROUNDS);
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
	walk_strings(scratch, offset, config.argument_limit, argv);
	if (walk->unreadable)
		record->flags |= EXEC_ARGS_UNREADABLE;
	record->argument_count = walk->count;
	record->argument_bytes = walk->bytes;
	record->args_len = walk->kept;
	return offset + walk->kept;
}

#endif
