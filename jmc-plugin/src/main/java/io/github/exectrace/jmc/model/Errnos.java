package io.github.exectrace.jmc.model;

import java.util.Map;

/** Names of error numbers as Linux gives them on x86 and arm (asm-generic/errno-base.h). */
public final class Errnos {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "EPERM"),
          Map.entry(2, "ENOENT"),
          Map.entry(4, "EINTR"),
          Map.entry(5, "EIO"),
          Map.entry(7, "E2BIG"),
          Map.entry(8, "ENOEXEC"),
          Map.entry(11, "EAGAIN"),
          Map.entry(12, "ENOMEM"),
          Map.entry(13, "EACCES"),
          Map.entry(14, "EFAULT"),
          Map.entry(20, "ENOTDIR"),
          Map.entry(21, "EISDIR"),
          Map.entry(22, "EINVAL"),
          Map.entry(23, "ENFILE"),
          Map.entry(24, "EMFILE"),
          Map.entry(26, "ETXTBSY"),
          Map.entry(36, "ENAMETOOLONG"),
          Map.entry(40, "ELOOP"),
          Map.entry(80, "ELIBBAD"));

  private Errnos() {}

  /** For example {@code ENOENT}; the number itself for a rare one. */
  public static String name(int errno) {
    var name = NAMES.get(errno);
    return name == null ? Integer.toString(errno) : name;
  }
}
