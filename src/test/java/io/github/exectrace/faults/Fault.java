package io.github.exectrace.faults;

import io.github.exectrace.events.Errno;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How some calls of a function fail.
 *
 * @param function as {@link Faults#calls} names it
 * @param errno the system's answer
 * @param nth the first call that fails, from 1
 * @param times how many calls fail
 */
record Fault(String function, Errno errno, long nth, long times) {
  // What says of itself that it cannot fail, or is not asked whether it did.
  private static final Set<String> INFALLIBLE =
      Set.of(
          "agent getpid",
          "agent gettid",
          "agent sysconf", // asked for the page size alone
          "libbpf sysconf",
          "agent bpf_object__close",
          "agent bpf_program__unload",
          "agent libbpf_set_print",
          "agent libbpf_version_string");
  private static final Set<String> RETURN_NULL =
      Set.of(
          "agent bpf_object__open_mem",
          "agent bpf_object__find_map_by_name",
          "agent bpf_object__find_program_by_name",
          "agent bpf_program__attach",
          "agent bpf_map__initial_value",
          "libbpf malloc",
          "libbpf calloc",
          "libbpf realloc",
          "libbpf strdup",
          "libbpf strndup",
          "libbpf fopen64",
          "libbpf fmemopen",
          "libbpf realpath");
  private static final Set<String> DONE_ALL_THE_SAME =
      Set.of(
          "agent close",
          "agent munmap",
          "agent bpf_link__destroy",
          "libbpf close",
          "libbpf fclose",
          "libbpf munmap");
  private static final Pattern RETURN_NEGATIVE_ERRNO = Pattern.compile("agent (lib)?bpf_.*");

  /** Which errors a function may be expected to give; the first list whose pattern matches. */
  private record Plausible(Pattern function, List<Errno> errors) {
    private Plausible(String function, Errno... errors) {
      this(Pattern.compile(function), List.of(errors));
    }
  }

  private static final List<Plausible> PLAUSIBLE =
      List.of(
          new Plausible("libbpf (m|c|re)alloc|libbpf strn?dup|libbpf fmemopen", Errno.ENOMEM),
          new Plausible(
              "agent bpf_.*|\\w+ bpf\\(\\d+\\)",
              Errno.EPERM,
              Errno.ENOMEM,
              Errno.EINVAL,
              Errno.EACCES,
              Errno.E2BIG,
              Errno.EAGAIN,
              Errno.EBUSY,
              Errno.ENOSPC,
              Errno.EMFILE,
              Errno.EINTR,
              Errno.ENOSYS),
          new Plausible("agent libbpf_.*", Errno.EPERM, Errno.EINVAL, Errno.ENOMEM),
          new Plausible("agent epoll_wait", Errno.EBADF, Errno.EINTR, Errno.EINVAL, Errno.EPERM),
          new Plausible(
              "\\w+ (epoll_\\w+|eventfd)",
              Errno.EMFILE,
              Errno.ENFILE,
              Errno.ENOMEM,
              Errno.ENOSPC,
              Errno.EPERM),
          new Plausible("\\w+ mmap(64)?", Errno.ENOMEM, Errno.EPERM, Errno.EAGAIN, Errno.EACCES),
          new Plausible("\\w+ (munmap|madvise)", Errno.ENOMEM, Errno.EINVAL),
          new Plausible("\\w+ f?close", Errno.EINTR, Errno.EIO),
          new Plausible(
              "\\w+ (read|write|pread(64)?|__pread_chk|fread)",
              Errno.EIO,
              Errno.EINTR,
              Errno.EAGAIN,
              Errno.ENOSPC),
          new Plausible(
              "agent memfd_create",
              Errno.EMFILE,
              Errno.ENFILE,
              Errno.ENOMEM,
              Errno.EPERM,
              Errno.EACCES,
              Errno.EINVAL,
              Errno.ENOSYS),
          new Plausible("load libbpf", Errno.EACCES),
          new Plausible(".*", Errno.EPERM, Errno.EACCES, Errno.ENOENT, Errno.EMFILE, Errno.EINVAL));

  /** The first call alone. */
  static Fault first(String function, Errno errno) {
    return new Fault(function, errno, 1, 1);
  }

  /** All calls. */
  static Fault always(String function, Errno errno) {
    return new Fault(function, errno, 1, Integer.MAX_VALUE);
  }

  /** Whether a function can fail at all. */
  static boolean isPossible(String function) {
    return !INFALLIBLE.contains(function);
  }

  /** What the system may answer to a call of a function. */
  static List<Errno> plausible(String function) {
    return PLAUSIBLE.stream()
        .filter(each -> each.function.matcher(function).matches())
        .findFirst()
        .orElseThrow()
        .errors;
  }

  /** What the function returns then. */
  long result() {
    if (RETURN_NULL.contains(function)) {
      return 0;
    }
    return RETURN_NEGATIVE_ERRNO.matcher(function).matches() ? -errno.number() : -1;
  }

  /** Whether it does its work all the same. */
  boolean performs() {
    return DONE_ALL_THE_SAME.contains(function);
  }

  @Override
  public String toString() {
    return function + ", call " + nth + (times > 1 ? " and on" : "") + ", " + errno;
  }
}
