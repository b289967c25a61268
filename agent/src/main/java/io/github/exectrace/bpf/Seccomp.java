package io.github.exectrace.bpf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The seccomp filters of this process (seccomp(2)). One may end the entire process for a system
 * call that it does not allow, as systemd's {@code SystemCallFilter=} does, and what a filter does
 * cannot be asked for; so, where there is one, the calls that tracing takes are tried in a child
 * process.
 *
 * <p>Filters can be added at any time, but never taken away or changed: what was harmless stays so
 * as long as there are no more of them. Safe for use by several threads.
 */
public final class Seccomp {
  private static final Path STATUS = Path.of("/proc/thread-self/status");
  private static final String MODE = "Seccomp:";
  private static final String FILTERS = "Seccomp_filters:"; // Linux 5.9
  private static final long UNKNOWN = -1;

  // The commands of bpf(2) that libbpf and this program use (linux/bpf.h).
  private static final int[] BPF_COMMANDS = {
    0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 23, 28, 29, 30, 31, 33,
    36
  };
  private static final long TOO_LARGE = 1 << 20; // attributes of this size are refused at once
  private static final long BAD = -1; // flags, descriptors and commands that do not exist

  private static long harmlessWith = UNKNOWN;

  private Seccomp() {}

  /** A system call by its numbers in asm/unistd_64.h and asm-generic/unistd.h. */
  private record Call(String name, int x86, int generic, List<Long> arguments) {
    long[] words() {
      var words = new long[SystemCallTrial.CALL_WORDS];
      words[0] = Libc.isX8664() ? x86 : generic;
      for (int i = 0; i < arguments.size(); i++) {
        words[i + 1] = arguments.get(i);
      }
      return words;
    }
  }

  // Each fails for its arguments, whoever makes it.

  private static List<Call> forTracing() {
    var calls =
        new ArrayList<>(
            List.of(
                new Call("memfd_create(2)", 319, 279, List.of(0L, 1L)),
                new Call("eventfd2(2)", 290, 19, List.of(0L, BAD)),
                new Call("epoll_create1(2)", 291, 20, List.of(BAD)),
                new Call("epoll_ctl(2)", 233, 21, List.of(BAD, 1L, BAD)),
                new Call("epoll_pwait(2)", 281, 22, List.of(BAD, 0L, BAD)),
                new Call("process_vm_readv(2)", 310, 270, List.of(BAD, 0L, 0L, 0L, 0L))));
    for (long command : BPF_COMMANDS) {
      calls.add(new Call("bpf(2)", 321, 280, List.of(command, 0L, TOO_LARGE)));
    }
    return calls;
  }

  private static List<Call> forTracepoints() {
    return List.of(
        new Call("perf_event_open(2)", 298, 241, List.of(0L, 0L, 0L, 0L, BAD)),
        new Call("unshare(2)", 272, 97, List.of(BAD)),
        new Call("mount(2)", 165, 40, List.of(0L, 0L, 0L, 0L, 0L)));
  }

  /**
   * Has to be called before the first system call that tracing takes.
   *
   * @throws BpfException if a filter would end this process, or if that is not known
   */
  public static synchronized void check() throws BpfException {
    long filters = filters();
    if (filters == 0 || (filters != UNKNOWN && filters == harmlessWith)) {
      return;
    }
    tryAll(forTracing());
    harmlessWith = filters;
  }

  /**
   * The same before a program is attached to a classic tracepoint.
   *
   * @throws BpfException as {@link #check}
   */
  static void checkForTracepoints() throws BpfException {
    if (filters() != 0) {
      tryAll(forTracepoints());
    }
  }

  private static void tryAll(List<Call> calls) throws BpfException {
    int fatal;
    try {
      fatal = SystemCallTrial.firstFatal(calls.stream().map(Call::words).toArray(long[][]::new));
    } catch (BpfException | LinkageError untried) {
      throw new BpfException(
          "a seccomp filter is active, and whether it ends this process for what tracing calls"
              + " could not be tried: "
              + untried.getMessage()
              + "; take the filter away, as docker run --security-opt seccomp=unconfined does");
    }
    if (fatal >= 0) {
      throw new BpfException(
          "a seccomp filter would end this process for calling "
              + calls.get(fatal).name()
              + ", as a child process has tried; let the filter allow that, bpf(2) and"
              + " memfd_create(2), or answer with an error (SystemCallErrorNumber=EPERM of"
              + " systemd)");
    }
  }

  /**
   * For calls while tracing goes on, when there is no time to try anything.
   *
   * @throws BpfException if a filter has been added since {@link #check} has found none harmful
   */
  static void checkUnchanged() throws BpfException {
    long filters = filters();
    if (filters != 0 && filters != known()) {
      throw new BpfException(
          "a seccomp filter was added after tracing began, and calling bpf(2) might end this"
              + " process");
    }
  }

  private static synchronized long known() {
    return harmlessWith;
  }

  /** How many filters the calling thread has; any number but 0 on kernels that do not say. */
  private static long filters() {
    long filters = UNKNOWN;
    // Not as UTF-8: a thread's name stands there, too, and may be cut within a character.
    try (var lines = Files.newBufferedReader(STATUS, StandardCharsets.ISO_8859_1)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(MODE) && line.substring(MODE.length()).strip().equals("0")) {
          return 0;
        }
        if (line.startsWith(FILTERS)) {
          return Long.parseLong(line.substring(FILTERS.length()).strip());
        }
        filters = filters == UNKNOWN && line.startsWith(MODE) ? Long.MAX_VALUE : filters;
      }
      return filters == UNKNOWN ? 0 : filters; // a kernel without seccomp says nothing of it
    } catch (IOException | NumberFormatException unreadable) {
      return UNKNOWN;
    }
  }
}
