package io.github.exectrace.app;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/** Starts a program, has bpf(2) end all of its threads from then on, and starts another. */
public final class FiltersItself {
  private static final int SYS_SECCOMP = arch(317, 277);
  private static final int SYS_BPF = arch(321, 280);
  private static final int SYS_PRCTL = arch(157, 167);
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
  private static final int KILL_PROCESS = 0x80000000;
  private static final int ALLOW = 0x7fff0000;

  private FiltersItself() {}

  private static int arch(int x86, int generic) {
    return System.getProperty("os.arch").equals("amd64") ? x86 : generic;
  }

  /** Prints what became of each. */
  public static void main(String[] arguments) throws Throwable {
    start("/bin/echo", "before");
    // struct sock_filter: code, jump if true, jump if false, constant.
    long[] code = {
      0x20L, // load the call's number
      0x15L | 1L << 24 | (long) SYS_BPF << 32,
      0x06L | (long) KILL_PROCESS << 32,
      0x06L | (long) ALLOW << 32
    };
    var linker = Linker.nativeLinker();
    var number = ValueLayout.JAVA_LONG;
    var syscall =
        linker.downcallHandle(
            linker.defaultLookup().find("syscall").orElseThrow(),
            FunctionDescriptor.of(number, number, number, number, number, number, number));
    try (var arena = Arena.ofConfined()) {
      var filter = NativeMemory.copy(arena, code);
      var program = arena.allocate(16, 8);
      program.set(ValueLayout.JAVA_SHORT, 0, (short) code.length);
      program.set(number, 8, filter.address());
      var privileges =
          (long) syscall.invokeExact((long) SYS_PRCTL, (long) PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L);
      var filtered =
          (long)
              syscall.invokeExact(
                  (long) SYS_SECCOMP,
                  (long) SECCOMP_SET_MODE_FILTER,
                  (long) SECCOMP_FILTER_FLAG_TSYNC,
                  program.address(),
                  0L,
                  0L);
      System.out.println("filtered " + privileges + " " + filtered);
    }
    start("/bin/echo", "after");
    System.exit(7);
  }

  private static void start(String... command) throws Exception {
    System.out.println(new ProcessBuilder(command).inheritIO().start().waitFor());
  }
}
