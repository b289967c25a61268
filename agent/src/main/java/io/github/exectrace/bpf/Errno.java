package io.github.exectrace.bpf;

/** The names and texts of the system's error numbers (errno(3)), as Linux numbers them. */
public enum Errno {
  EPERM(1, "Operation not permitted"),
  ENOENT(2, "No such file or directory"),
  EINTR(4, "Interrupted system call"),
  EIO(5, "Input/output error"),
  E2BIG(7, "Argument list too long"),
  ENOEXEC(8, "Exec format error"),
  EBADF(9, "Bad file descriptor"),
  ECHILD(10, "No child processes"),
  EAGAIN(11, "Resource temporarily unavailable"),
  ENOMEM(12, "Cannot allocate memory"),
  EACCES(13, "Permission denied"),
  EFAULT(14, "Bad address"),
  EBUSY(16, "Device or resource busy"),
  EEXIST(17, "File exists"),
  ENODEV(19, "No such device"),
  ENOTDIR(20, "Not a directory"),
  EISDIR(21, "Is a directory"),
  EINVAL(22, "Invalid argument"),
  ENFILE(23, "Too many open files in system"),
  EMFILE(24, "Too many open files"),
  ETXTBSY(26, "Text file busy"),
  ENOSPC(28, "No space left on device"),
  EROFS(30, "Read-only file system"),
  ERANGE(34, "Numerical result out of range"),
  ENAMETOOLONG(36, "File name too long"),
  ENOSYS(38, "Function not implemented"),
  ELOOP(40, "Too many levels of symbolic links"),
  ELIBBAD(80, "Accessing a corrupted shared library"),
  EOPNOTSUPP(95, "Operation not supported");

  private final int number;
  private final String text;

  Errno(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /**
   * Names an error number.
   *
   * @param number a positive error number
   * @return for example {@code ENOENT (No such file or directory)}, or {@code errno 999}
   */
  public static String describe(int number) {
    for (var errno : values()) {
      if (errno.number == number) {
        return errno.name() + " (" + errno.text + ")";
      }
    }
    return "errno " + number;
  }

  /**
   * Names an error number in one word.
   *
   * @param number a positive error number
   * @return for example {@code ENOENT}, or the number if it has no name here
   */
  public static String name(int number) {
    for (var errno : values()) {
      if (errno.number == number) {
        return errno.name();
      }
    }
    return Integer.toString(number);
  }

  /** The number itself, the same on every architecture this project supports. */
  public int number() {
    return number;
  }
}
