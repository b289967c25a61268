/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The contract between the kernel program and its reader: the records of the
 * ring buffer, the counters of the ledger and the shared marks.
 *
 * This header is the one place where the layout stands. The Java side names
 * the same fields in ringbuf/RecordLayout.java, and a test holds those offsets
 * against the BTF of the compiled object.
 *
 * All integers are in the machine's byte order, naturally aligned. Times are
 * nanoseconds of CLOCK_MONOTONIC (bpf_ktime_get_ns), durations nanoseconds.
 */
#ifndef EXECTRACE_H
#define EXECTRACE_H

#define COMM_LEN 16

/* Names and paths: enough for PATH_MAX, and a power of two for the verifier. */
#define PATHS_LEN 16384
#define PATH_LEN 4096
#define NAME_LEN 256
/* Components of a working directory. */
#define PATH_DEPTH 40
/* The most that argument_limit may be set to. */
#define ARGS_LEN 65536
/* The strings of a *failed* exec have to be fetched one by one, so many bytes of
 * one at a time. */
#define STRING_CHUNK 4096
/* Places for "this thread is about to start a process"; a power of two. */
#define MARKS 4096
#define MARK_PROBES 16
/* The part of a Java stack that a fork record carries, at most; a power of two. */
#define STACK_LEN 4096
/* Places for "the stack of spawn_id has been seen"; a power of two. */
#define ACKS 1024
/* How many tgids share a word of the map of untracked processes. */
#define UNTRACKED_IN_WORD 32
/* Spawn ids above this one are given out by the kernel program. */
#define KERNEL_SPAWN_ID 0x40000000

enum record_type {
	RECORD_FORK = 1,
	RECORD_EXEC = 2,
	RECORD_EXEC_FAILED = 3,
	RECORD_EXIT = 4,
	RECORD_ADOPTED = 5,
};

enum trace_scope {
	SCOPE_TREE = 0,  /* processes below a registered root */
	SCOPE_PIDNS = 1, /* processes in a pid namespace or below it */
	SCOPE_SYSTEM = 2,
};

#define TRACE_FORKS 1
#define TRACE_EXITS 2
#define TRACE_STACKS 4  /* of threads that fork without a mark */
#define READER_NESTED 8 /* the reader's pid namespace is not the initial one */

/* What the loader chooses. All of the program's read-only data. */
struct settings {
	__u64 wakeup_bytes; /* wake the reader when more than that is unread */
	__u32 flags;        /* TRACE_… */
	__u32 first_id;     /* where the spawn ids begin that the kernel program gives out */
	__u32 id_lanes;     /* how many give them out: each CPU, and the search for descendants */
	__u32 root;         /* tgid of the process whose tree it is; 0: the reader */
};

/* What the reader may change while the programs run. All of their initialised data. */
struct config {
	__u32 scope;          /* enum trace_scope */
	__u32 scope_pid_ns;   /* inode, for SCOPE_PIDNS */
	__u32 argument_limit; /* bytes of the argument block to capture, ARGS_LEN at most */
};

/* Begins every record. */
struct record {
	__u32 size;  /* bytes of the entire record, tail included */
	__u16 type;  /* enum record_type */
	__u16 depth; /* generations below the root: its own child is 1; 0 without lineage */
	__u64 time;
	__u32 spawn_id; /* 0 without lineage */
	__u32 pid; /* process, as the reader's pid namespace numbers it; 0: not visible there */
	__u32 tid; /* thread, likewise */
	__u32 parent_pid; /* likewise */
	__u32 host_pid;   /* process, as the initial pid namespace numbers it */
	__u32 pid_ns;     /* inode of the process's own pid namespace */
	__u64 started; /* when the process was forked; with host_pid, what distinguishes it from all others */
	__u64 parent_started; /* likewise of the process that forked it, whoever its parent is now; 0:
				 not known */
};

/*
 * A process made a process. pid and tid are the child's. If the thread that
 * forked has a Java stack, and it was asked for, the tail holds the top of it.
 */
struct fork_record {
	struct record head;
	__u32 origin_tid;    /* the thread that forked, in the reader's pid namespace */
	__u32 marked;        /* 1: a mark named the spawn id, 0: the kernel program gave one */
	__u64 java_thread;   /* address of the JVM's structure for it; 0: not known */
	__u64 owner_id;      /* Thread.threadId of the Java thread, virtual or not; 0: not known */
	__u64 stack_pointer; /* of the last Java frame; the tail begins there; 0: not known */
	__u64 frame_pc;      /* where that frame goes on; 0: not known */
	__u32 stack_len;     /* of the tail */
	__u32 reserved;
	char comm[COMM_LEN];
};

#define EXEC_CWD_TRUNCATED 1 /* deeper than PATH_DEPTH, or too long */
#define EXEC_CWD_DELETED 2
#define EXEC_ARGS_UNREADABLE 4
#define EXEC_FILE_DELETED 8
#define EXEC_FILE_TRUNCATED 16
#define EXEC_CGROUPS_OF_READER 32  /* in the same cgroups as the reader when it began, v1 and v2 */
#define EXEC_FILE_OF_DESCRIPTOR 64 /* the file is what the descriptor in the file name stands for */
#define EXEC_NO_WAY_BACK 128 /* failed when the old program was gone already: the process dies */

/* A number that could not be found out. */
#define UNKNOWN 0xffffffff

/*
 * A process became a program, or (RECORD_EXEC_FAILED) tried to. The tail holds,
 * one after the other without padding: filename, interpreter, the names of the
 * working directory from the leaf up (each ended by NUL), likewise those of the
 * program's file if it was given as a descriptor or is in no directory, and the
 * argument block (each argument ended by NUL, the last one perhaps cut).
 *
 * With EXEC_NO_WAY_BACK, the filename is only the name that the kernel has given
 * the thread, and the file is what it has begun to load, a script's interpreter
 * for one.
 */
struct exec_record {
	struct record head;
	__u64 cgroup; /* id of the cgroup v2 */
	__u32 uid;    /* real, in the initial user namespace */
	__u32 gid;
	__u32 euid;
	__u32 egid;
	__s32 error;          /* errno of a failed exec, else 0 */
	__u32 flags;          /* EXEC_… */
	__u32 argument_count; /* argc; UNKNOWN if it failed and the end was not found */
	__u32 argument_bytes; /* true length of the argument block; UNKNOWN likewise */
	__u32 args_len;       /* captured bytes of it */
	__u16 filename_len;   /* captured bytes, without NUL */
	__u16 interp_len;     /* likewise; 0: the same as the file name */
	__u32 cwd_len;
	__u32 file_len;          /* 0: the file name says it by itself */
	__s32 directory;         /* of a failed execveat: where a relative file name begins */
	char comm[COMM_LEN];     /* of the thread before the exec */
	__u32 environment_bytes; /* length of the environment; UNKNOWN if it failed, but for E2BIG */
};

#define EXIT_EXECUTED 1 /* the process had called exec since it was forked */
#define EXIT_IN_EXEC 2  /* it ended within an exec, which had gone too far to fail */

struct exit_record {
	struct record head;
	__s32 status;   /* as wait(2) reports it */
	__u32 flags;    /* EXIT_… */
	__u64 lifetime; /* since the process was forked */
	__u64 runtime;  /* on a CPU, up to the scheduler's last tick or switch */
	__u64 utime;    /* tick based: only their proportion is of use */
	__u64 stime;
	__u64 max_rss; /* pages, of the last program; 0: not known */
	char comm[COMM_LEN];
	char caller[COMM_LEN]; /* with EXIT_IN_EXEC: the name of before that exec */
};

/* A process lived already when tracing began. */
struct adopted_record {
	struct record head;
	char comm[COMM_LEN];
};

/* What the search for such processes prints: one byte for each that needs a report. */
enum adoption {
	ADOPTION_DONE = 'a',
	ADOPTION_PENDING = 'p',    /* look again: it is just being forked, or has just ended */
	ADOPTION_TABLE_FULL = 'f', /* look again for its children */
};

/*
 * The ledger. For each kind of record: seen = emitted + filtered + lost. UNTRACKED are
 * those of processes that found no place in the table of processes.
 */
enum counter {
	FORK_SEEN,
	FORK_EMITTED,
	FORK_FILTERED,
	FORK_LOST_RING_FULL,
	FORK_LOST_UNTRACKED,
	EXEC_SEEN,
	EXEC_EMITTED,
	EXEC_FILTERED,
	EXEC_LOST_RING_FULL,
	EXEC_LOST_NO_SCRATCH,
	EXEC_LOST_UNTRACKED,
	EXEC_FAILED_SEEN,
	EXEC_FAILED_EMITTED,
	EXEC_FAILED_FILTERED,
	EXEC_FAILED_LOST_RING_FULL,
	EXEC_FAILED_LOST_NO_SCRATCH,
	EXEC_FAILED_LOST_UNTRACKED,
	EXIT_SEEN,
	EXIT_EMITTED,
	EXIT_FILTERED,
	EXIT_LOST_RING_FULL,
	EXIT_LOST_UNTRACKED,
	ADOPTED_SEEN,
	ADOPTED_EMITTED,
	ADOPTED_LOST_RING_FULL,
	PROCESS_TABLE_FULL, /* a process that should be in the table is not */
	NOT_ADOPTED,        /* likewise, one that lived already */
	COUNTERS,
};

/* Those of one CPU, in cache lines of their own. */
struct counters {
	__u64 of[COUNTERS];
	__u64 spawns; /* that were given an id here */
} __attribute__((aligned(64)));

/* "Thread tid is about to start a process, which is to carry spawn_id." */
struct mark {
	__u32 tid; /* 0: free; written by the thread itself */
	__u32 spawn_id;
	/* The kernel's answer: the process that got it, as in struct record. */
	__u32 child_pid; /* 0: none yet */
	__u32 child_host_pid;
	__u64 child_started;
};

/*
 * Where the JVM keeps what it knows of a thread. Written by the reader, who
 * has it from the JVM itself; offsets in bytes.
 */
struct thread_layout {
	__u32 known;    /* 1: the others are written */
	__u32 module;   /* in the dynamic thread vector: where the JVM's variables are */
	__u32 thread;   /* in these: the address of the thread's JavaThread */
	__u32 owner_id; /* in JavaThread, as the others; 0: not known */
	__u32 last_java_sp;
	__u32 last_java_pc;
};

#endif
