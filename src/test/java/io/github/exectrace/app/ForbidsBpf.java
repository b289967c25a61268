package io.github.exectrace.app;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Starts a program, then forbids bpf(2) to all of its threads (seccomp(2)), as a hardened service
 * does once it is up, and starts more programs.
 */
public final class ForbidsBpf {
  /** How many programs are started after that. */
  public static final int PROGRAMS = 20;

  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
  // Each a code, two jumps and a constant (linux/filter.h).
  private static final long LOAD_NUMBER = 0x20;
  private static final long IS_BPF = 0x15 | (1L << 24);
  private static final long ANSWER = 0x06;
  private static final long EPERM = 0x0005_0001L;
  private static final long ALLOW = 0x7fff_0000L;

  private static final boolean X86 = System.getProperty("os.arch").equals("amd64");
  private static final long SYS_BPF = X86 ? 321 : 280;
  private static final long SYS_SECCOMP = X86 ? 317 : 277;

  private ForbidsBpf() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws Throwable {
    start();
    forbid();
    for (int i = 0; i < PROGRAMS; i++) {
      start();
    }
  }

  private static void start() throws IOException, InterruptedException {
    new ProcessBuilder("/bin/true").start().waitFor();
  }

  private static MethodHandle function(String name, FunctionDescriptor type, int variadicFrom) {
    var linker = Linker.nativeLinker();
    var address = linker.defaultLookup().find(name).orElseThrow();
    return linker.downcallHandle(address, type, Linker.Option.firstVariadicArg(variadicFrom));
  }

  private static void forbid() throws Throwable {
    var number = ValueLayout.JAVA_LONG;
    var prctl =
        function(
            "prctl",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, number, number, number, number),
            1);
    var syscall =
        function(
            "syscall",
            FunctionDescriptor.of(number, number, number, number, ValueLayout.ADDRESS),
            1);
    try (var arena = Arena.ofConfined()) {
      var code =
          NativeMemory.copy(
              arena,
              LOAD_NUMBER,
              IS_BPF | (SYS_BPF << 32),
              ANSWER | (EPERM << 32),
              ANSWER | (ALLOW << 32));
      var program = arena.allocate(16, 8);
      program.set(ValueLayout.JAVA_SHORT, 0, (short) (code.byteSize() / Long.BYTES));
      program.set(ValueLayout.ADDRESS, 8, code);
      int quiet = (int) prctl.invokeExact(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L);
      long answer =
          (long)
              syscall.invokeExact(
                  SYS_SECCOMP,
                  (long) SECCOMP_SET_MODE_FILTER,
                  (long) SECCOMP_FILTER_FLAG_TSYNC,
                  program);
      if (quiet != 0 || answer != 0) {
        throw new IllegalStateException("seccomp(2) answered " + answer);
      }
    }
  }
}
