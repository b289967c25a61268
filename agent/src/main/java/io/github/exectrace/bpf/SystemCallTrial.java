package io.github.exectrace.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tries system calls in a child process, which inherits the seccomp filters of the thread that
 * makes it (seccomp(2)): what a filter would do to the caller it does to the child.
 *
 * <p>The child is a plain copy of this process, made by clone(2) in machine code, because no Java
 * code and no function of the C library may run in a copy of one thread of a JVM. It does not share
 * this process's memory: before Linux 5.16 a core dump, which a killing filter asks for, ended all
 * processes of the same memory. It has no exit signal, so the application gets no signal for it.
 */
final class SystemCallTrial {
  /** Words of a call: its number, and six arguments. */
  static final int CALL_WORDS = 7;

  private static final long LONGEST_MILLIS = 2_000;
  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final int SIGKILL = 9;
  private static final int PR_SET_PDEATHSIG = 1; // linux/prctl.h
  private static final int PR_SET_DUMPABLE = 4;
  private static final int SYS_PRCTL_X86_64 = 157;
  private static final int SYS_PRCTL_GENERIC = 167;
  private static final int OWN_CALLS = 2;

  // long try(long *words, long count, long *begun): the child makes one call after the other,
  // counts
  // in *begun, and exits; the caller gets the child's pid, or -errno.
  private static final String X86_64 =
      """
      4c8d14f7   lea  (%rdi,%rsi,8), %r10   # where the words end; the kernel keeps r8, r10 and rdx
      4989f8     mov  %rdi, %r8
      b838000000 mov  $56, %eax             # clone, without flags
      31ff       xor  %edi, %edi
      31f6       xor  %esi, %esi
      0f05       syscall
      4885c0     test %rax, %rax
      753e       jnz  3f
      4c89c3     mov  %r8, %rbx
      4d89d4     mov  %r10, %r12
      4989d5     mov  %rdx, %r13
      4c39e3  1: cmp  %r12, %rbx
      7327       jae  2f
      49ff4500   incq (%r13)
      488b03     mov  (%rbx), %rax
      488b7b08   mov  8(%rbx), %rdi
      488b7310   mov  16(%rbx), %rsi
      488b5318   mov  24(%rbx), %rdx
      4c8b5320   mov  32(%rbx), %r10
      4c8b4328   mov  40(%rbx), %r8
      4c8b4b30   mov  48(%rbx), %r9
      0f05       syscall
      4883c338   add  $56, %rbx
      ebd4       jmp  1b
      31ff    2: xor  %edi, %edi
      b8e7000000 mov  $231, %eax            # exit_group
      0f05       syscall
      c3      3: ret
      """;
  private static final String AARCH64 =
      """
      e90300aa   mov  x9, x0
      0a0c018b   add  x10, x0, x1, lsl #3   // where the words end
      eb0302aa   mov  x11, x2
      881b80d2   mov  x8, #220              // clone, without flags
      000080d2   mov  x0, #0
      010080d2   mov  x1, #0
      020080d2   mov  x2, #0
      030080d2   mov  x3, #0
      040080d2   mov  x4, #0
      010000d4   svc  #0
      000200b5   cbnz x0, 3f
      3f010aeb 1: cmp x9, x10
      62010054   b.hs 2f
      6c0140f9   ldr  x12, [x11]
      8c050091   add  x12, x12, #1
      6c0100f9   str  x12, [x11]
      280140f9   ldr  x8, [x9]
      208540a9   ldp  x0, x1, [x9, #8]
      228d41a9   ldp  x2, x3, [x9, #24]
      249542a9   ldp  x4, x5, [x9, #40]
      010000d4   svc  #0
      29e10091   add  x9, x9, #56
      f5ffff17   b    1b
      000080d2 2: mov x0, #0
      c80b80d2   mov  x8, #94               // exit_group
      010000d4   svc  #0
      c0035fd6 3: ret
      """;

  private SystemCallTrial() {}

  /**
   * Makes calls in a child process; what they return does not matter.
   *
   * @param calls of {@link #CALL_WORDS} words each
   * @return which call ended the child or did not return; -1 if all of them return
   * @throws BpfException if that cannot be tried
   */
  static int firstFatal(long[][] calls) throws BpfException {
    try (var arena = Arena.ofConfined()) {
      var table = arena.allocate(8L * CALL_WORDS * (OWN_CALLS + calls.length), Long.BYTES);
      // The child leaves no core dump and does not outlive this thread.
      long prctl = Libc.isX8664() ? SYS_PRCTL_X86_64 : SYS_PRCTL_GENERIC;
      write(table, 0, prctl, PR_SET_DUMPABLE, 0);
      write(table, 1, prctl, PR_SET_PDEATHSIG, SIGKILL);
      for (int i = 0; i < calls.length; i++) {
        write(table, OWN_CALLS + i, calls[i]);
      }
      var begun = Libc.sharedPage(arena);
      var code = Libc.executablePage(code(), arena);
      long child =
          NativeFunction.at("clone", code)
              .call(table.address(), table.byteSize() / Long.BYTES, begun.address())
              .value();
      if (child < 0) {
        throw new BpfException("clone, to try system calls in a child process,", (int) -child, "");
      }
      boolean done = hasExited((int) child);
      return done ? -1 : Math.max(0, (int) begun.get(ValueLayout.JAVA_LONG, 0) - 1 - OWN_CALLS);
    }
  }

  private static void write(MemorySegment table, int call, long... words) {
    for (int i = 0; i < words.length; i++) {
      table.setAtIndex(ValueLayout.JAVA_LONG, (long) call * CALL_WORDS + i, words[i]);
    }
  }

  private static byte[] code() {
    var source = Libc.isX8664() ? X86_64 : AARCH64;
    var digits = new StringBuilder();
    source.lines().forEach(line -> digits.append(line, 0, line.indexOf(' ')));
    return HexFormat.of().parseHex(digits);
  }

  /** Whether the child has come to its end by itself; waits for that, but not forever. */
  private static boolean hasExited(int child) throws BpfException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
    while (true) {
      var status = Libc.ended(child);
      if (status.isPresent()) {
        return status.getAsInt() == 0;
      }
      if (System.nanoTime() > deadline) {
        Libc.kill(child, SIGKILL); // a call that waits for somebody's answer
        deadline = Long.MAX_VALUE;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
