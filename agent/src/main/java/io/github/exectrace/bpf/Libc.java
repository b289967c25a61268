package io.github.exectrace.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/** The functions of the C library in use. Safe for use by several threads. */
public final class Libc {
  private static final SymbolLookup LIBRARY = Linker.nativeLinker().defaultLookup();

  // A class that could not be initialised would stay useless, and say nothing of why.

  private static final NativeFunction MEMFD_CREATE =
      NativeFunction.findIfPresent(LIBRARY, "memfd_create");
  private static final NativeFunction READ = NativeFunction.findIfPresent(LIBRARY, "read");
  private static final NativeFunction WRITE = NativeFunction.findIfPresent(LIBRARY, "write");
  private static final NativeFunction CLOSE = NativeFunction.findIfPresent(LIBRARY, "close");
  private static final NativeFunction FCNTL = NativeFunction.findIfPresent(LIBRARY, "fcntl");
  private static final NativeFunction PRCTL = NativeFunction.findIfPresent(LIBRARY, "prctl");
  private static final NativeFunction MMAP = NativeFunction.findIfPresent(LIBRARY, "mmap");
  private static final NativeFunction MADVISE = NativeFunction.findIfPresent(LIBRARY, "madvise");
  private static final NativeFunction MUNMAP = NativeFunction.findIfPresent(LIBRARY, "munmap");
  private static final NativeFunction UNSHARE = NativeFunction.findIfPresent(LIBRARY, "unshare");
  private static final NativeFunction MOUNT = NativeFunction.findIfPresent(LIBRARY, "mount");
  private static final NativeFunction EVENTFD = NativeFunction.findIfPresent(LIBRARY, "eventfd");
  private static final NativeFunction EPOLL_CREATE =
      NativeFunction.findIfPresent(LIBRARY, "epoll_create1");
  private static final NativeFunction EPOLL_CTL =
      NativeFunction.findIfPresent(LIBRARY, "epoll_ctl");
  private static final NativeFunction EPOLL_WAIT =
      NativeFunction.findIfPresent(LIBRARY, "epoll_wait");
  private static final NativeFunction SYSCONF = NativeFunction.findIfPresent(LIBRARY, "sysconf");
  private static final NativeFunction SYSCALL = NativeFunction.findIfPresent(LIBRARY, "syscall");

  private static final NativeFunction MPROTECT = NativeFunction.findIfPresent(LIBRARY, "mprotect");
  private static final NativeFunction WAITPID = NativeFunction.findIfPresent(LIBRARY, "waitpid");
  private static final NativeFunction KILL = NativeFunction.findIfPresent(LIBRARY, "kill");
  private static final NativeFunction GETPID = NativeFunction.findIfPresent(LIBRARY, "getpid");

  private static final int MFD_CLOEXEC = 1; // linux/memfd.h
  private static final int MFD_EXEC = 0x10;
  private static final int F_DUPFD_CLOEXEC = 1030; // linux/fcntl.h
  private static final int FIRST_FD = 3; // behind the standard streams, which may be closed
  private static final int PR_CAP_AMBIENT = 47; // linux/prctl.h
  private static final int PR_CAP_AMBIENT_LOWER = 3;
  private static final int PROT_READ = 1; // asm-generic/mman-common.h
  private static final int PROT_WRITE = 2;
  private static final int PROT_EXEC = 4;
  private static final int MAP_SHARED = 1;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int WNOHANG = 1; // linux/wait.h
  private static final int WALL = 0x40000000;
  private static final int MADV_DONTFORK = 10;
  private static final int SC_PAGESIZE = 30; // bits/confname.h, glibc and musl
  private static final int CLONE_NEWNS = 0x20000; // linux/sched.h
  private static final int MS_REC = 0x4000; // linux/mount.h
  private static final int MS_PRIVATE = 1 << 18;
  private static final int EFD_CLOEXEC = 0x80000; // linux/eventfd.h
  private static final int EPOLL_CLOEXEC = 0x80000; // linux/eventpoll.h
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLLIN = 1;
  private static final int EPOLLET = 1 << 31;
  private static final int EPOLL_EVENT_BYTES = 16; // 12 where the structure is packed
  private static final int SYS_BPF_X86_64 = 321; // asm/unistd_64.h
  private static final int SYS_BPF_GENERIC = 280; // asm-generic/unistd.h
  private static final int SYS_GETTID_X86_64 = 186;
  private static final int SYS_GETTID_GENERIC = 178;
  private static final int EINTR = 4; // asm-generic/errno-base.h
  private static final int EAGAIN = 11;
  private static final int EINVAL = 22;

  // For system calls that the C library has no function for.
  private static final boolean IS_X86_64 = System.getProperty("os.arch").equals("amd64");

  private Libc() {}

  /**
   * The calling thread's id in its pid namespace (gettid(2)).
   *
   * <p>For a virtual thread this is its carrier's id, which stays the same as long as the virtual
   * thread does not block.
   */
  public static int gettid() {
    return ThreadId.get();
  }

  /** In a class of its own, so that its downcall shape is only made when a thread needs it. */
  private static final class ThreadId {
    private static final MethodHandle GETTID =
        Linker.nativeLinker()
            .downcallHandle(
                FunctionDescriptor.of(ValueLayout.JAVA_INT), ForeignApi.briefFunction());
    private static final MemorySegment ADDRESS = LIBRARY.find("gettid").orElse(MemorySegment.NULL);

    static int get() {
      if (ADDRESS.address() == 0) { // glibc before 2.30
        return SYSCALL.call(IS_X86_64 ? SYS_GETTID_X86_64 : SYS_GETTID_GENERIC).asInt();
      }
      try {
        return (int) GETTID.invokeExact(ADDRESS);
      } catch (RuntimeException | Error failure) {
        throw failure;
      } catch (Throwable impossible) {
        throw new AssertionError("gettid declares no exception", impossible);
      }
    }
  }

  /** In a class of its own, because only a few JVMs have a libc without it, and they go on. */
  private static final class OwnMemory {
    private static final int IOVEC_BYTES = 16;
    private static final NativeFunction PROCESS_VM_READV =
        NativeFunction.findIfPresent(LIBRARY, "process_vm_readv");
    private static final int PID = GETPID.call().asInt();

    static boolean read(long address, MemorySegment into) {
      try (var arena = Arena.ofConfined()) {
        var vectors = arena.allocate(2L * IOVEC_BYTES, Long.BYTES);
        vectors.set(ValueLayout.JAVA_LONG, 0, into.address());
        vectors.set(ValueLayout.JAVA_LONG, 8, into.byteSize());
        vectors.set(ValueLayout.JAVA_LONG, 16, address);
        vectors.set(ValueLayout.JAVA_LONG, 24, into.byteSize());
        long local = vectors.address();
        long remote = local + IOVEC_BYTES;
        return PROCESS_VM_READV.call(PID, local, 1, remote, 1, 0).value() == into.byteSize();
      }
    }
  }

  /**
   * Reads this process's own memory at an address that may have become wrong: unlike a plain read,
   * which would crash the JVM then, process_vm_readv(2) only says so.
   *
   * @param into native memory; how much of it there is, is read
   * @return false if not all of it could be read, or the system does not allow it
   */
  public static boolean readMemory(long address, MemorySegment into) {
    return OwnMemory.read(address, into);
  }

  private static final class PageSize {
    private static final int BYTES = SYSCONF.call(SC_PAGESIZE).asInt();
  }

  /** Bytes of a memory page (sysconf(3)). */
  static int pageSize() {
    return PageSize.BYTES;
  }

  /**
   * Puts bytes into a file that exists only in memory (memfd_create(2)) and can be executed.
   *
   * @return its descriptor, which the caller closes
   */
  static int memoryFile(String name, byte[] content) throws BpfException {
    try (var arena = Arena.ofConfined()) {
      var cName = ForeignApi.allocate(arena, name).address();
      var created = MEMFD_CREATE.call(cName, MFD_CLOEXEC | MFD_EXEC);
      if (created.asInt() < 0 && created.errno() == EINVAL) { // before Linux 6.3
        created = MEMFD_CREATE.call(cName, MFD_CLOEXEC);
      }
      int fd = created.asInt();
      if (fd < 0) {
        throw new BpfException(
            "memfd_create(" + name + ")",
            created.errno(),
            "vm.memfd_noexec or a security module may forbid it");
      }
      var bytes = ForeignApi.allocate(arena, content);
      long written = 0;
      while (written < content.length) {
        var outcome = WRITE.call(fd, bytes.address() + written, content.length - written);
        if (outcome.value() < 0 && outcome.errno() == EINTR) {
          continue;
        }
        if (outcome.value() <= 0) {
          close(fd);
          throw new BpfException("write(memfd " + name + ")", outcome.errno(), "");
        }
        written += outcome.value();
      }
      return fd;
    }
  }

  /**
   * Reads from a descriptor (read(2)).
   *
   * @param what names the thing in an error message
   * @return how many bytes; 0 at the end
   */
  static int read(String what, int fd, MemorySegment buffer) throws BpfException {
    while (true) {
      var outcome = READ.call(fd, buffer.address(), buffer.byteSize());
      if (outcome.value() >= 0) {
        return Math.toIntExact(outcome.value());
      }
      if (outcome.errno() != EINTR && outcome.errno() != EAGAIN) {
        throw new BpfException("reading " + what, outcome.errno(), "");
      }
    }
  }

  /** A call of bpf(2), for what only newer versions of libbpf have a function for. */
  static int bpf(String what, int command, MemorySegment attributes) throws BpfException {
    int number = IS_X86_64 ? SYS_BPF_X86_64 : SYS_BPF_GENERIC;
    var outcome = SYSCALL.call(number, command, attributes.address(), attributes.byteSize());
    if (outcome.asInt() < 0) {
      throw new BpfException(what, outcome.errno(), "");
    }
    return outcome.asInt();
  }

  /** Takes a capability out of the calling thread's ambient set (prctl(2)); it may be gone. */
  static void lowerAmbient(int capability) {
    PRCTL.call(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, capability, 0, 0, 0);
  }

  static void close(int fd) {
    CLOSE.call(fd);
  }

  /**
   * Another descriptor of the same open file (fcntl(2)), closed when the arena is.
   *
   * @param what names the thing in an error message
   */
  static int duplicate(String what, int fd, Arena arena) throws BpfException {
    var outcome = FCNTL.call(fd, F_DUPFD_CLOEXEC, FIRST_FD);
    int duplicate = outcome.asInt();
    if (duplicate < 0) {
      throw new BpfException("duplicating the descriptor of " + what, outcome.errno(), "");
    }
    MemorySegment.NULL.reinterpret(arena, ignored -> close(duplicate));
    return duplicate;
  }

  /**
   * Maps a descriptor's memory, shared (mmap(2)); unmapped when the arena is closed. Where the
   * system can (madvise(2)), a process that this one forks does not get it: it has no use for it, a
   * ring's thousands of pages would slow each fork(2) down, and a child that lives on would keep
   * the kernel from freeing them.
   *
   * @param what names the thing in an error message
   */
  static MemorySegment map(
      String what, int fd, long offset, long bytes, boolean writable, Arena arena)
      throws BpfException {
    int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
    var outcome = MMAP.call(0, bytes, protection, MAP_SHARED, fd, offset);
    if (outcome.value() == -1) {
      throw new BpfException("mmap of " + what, outcome.errno(), "");
    }
    MADVISE.call(outcome.value(), bytes, MADV_DONTFORK);
    var mapped =
        MemorySegment.ofAddress(outcome.value())
            .reinterpret(bytes, arena, segment -> MUNMAP.call(segment.address(), bytes));
    return writable ? mapped : mapped.asReadOnly();
  }

  /**
   * Gives the calling thread a copy of all mounts, whose changes no one else sees (unshare(2),
   * mount(2)). Only for a platform thread that then ends.
   */
  static void leaveMountNamespace() throws BpfException {
    var unshared = UNSHARE.call(CLONE_NEWNS);
    if (unshared.asInt() < 0) {
      throw new BpfException("unshare(CLONE_NEWNS)", unshared.errno(), "it takes CAP_SYS_ADMIN");
    }
    mount("none", "/", null, MS_REC | MS_PRIVATE);
  }

  /** Mounts a virtual file system (mount(2)). */
  static void mount(String type, String target) throws BpfException {
    mount(type, target, type, 0);
  }

  private static void mount(String source, String target, String type, long flags)
      throws BpfException {
    try (var arena = Arena.ofConfined()) {
      var outcome =
          MOUNT.call(
              ForeignApi.allocate(arena, source).address(),
              ForeignApi.allocate(arena, target).address(),
              type == null ? 0 : ForeignApi.allocate(arena, type).address(),
              flags,
              0,
              0);
      if (outcome.asInt() < 0) {
        throw new BpfException(
            "mounting " + source + " at " + target, outcome.errno(), "it takes CAP_SYS_ADMIN");
      }
    }
  }

  /** A descriptor that {@link #signal} makes readable (eventfd(2)); the caller closes it. */
  static int event() throws BpfException {
    var created = EVENTFD.call(0, EFD_CLOEXEC);
    if (created.asInt() < 0) {
      throw new BpfException("eventfd", created.errno(), "");
    }
    return created.asInt();
  }

  static void signal(int eventFd) {
    try (var arena = Arena.ofConfined()) {
      WRITE.call(eventFd, ForeignApi.allocate(arena, 1L).address(), Long.BYTES);
    }
  }

  /**
   * Watches descriptors for wake-ups, edge triggered (epoll(7)).
   *
   * @return the epoll descriptor, which the caller closes
   */
  static int watch(int... fds) throws BpfException {
    var created = EPOLL_CREATE.call(EPOLL_CLOEXEC);
    if (created.asInt() < 0) {
      throw new BpfException("epoll_create1", created.errno(), "");
    }
    try (var arena = Arena.ofConfined()) {
      var event = arena.allocate(EPOLL_EVENT_BYTES, Long.BYTES);
      event.set(ValueLayout.JAVA_INT, 0, EPOLLIN | EPOLLET);
      for (int fd : fds) {
        var added = EPOLL_CTL.call(created.value(), EPOLL_CTL_ADD, fd, event.address());
        if (added.asInt() < 0) {
          close(created.asInt());
          throw new BpfException("epoll_ctl(EPOLL_CTL_ADD)", added.errno(), "");
        }
      }
    }
    return created.asInt();
  }

  /**
   * Waits for a wake-up; a signal or the timeout ends the wait too.
   *
   * @return whether the system has waited
   */
  static boolean awaitEvent(int epollFd, int timeoutMillis) {
    try (var arena = Arena.ofConfined()) {
      var event = arena.allocate(EPOLL_EVENT_BYTES, Long.BYTES);
      var outcome = EPOLL_WAIT.call(epollFd, event.address(), 1, timeoutMillis);
      return outcome.asInt() >= 0 || outcome.errno() == EINTR;
    }
  }

  /** Whether this processor's system calls have the numbers of asm/unistd_64.h. */
  static boolean isX8664() {
    return IS_X86_64;
  }

  /** A page of zeros that a process forked from now on shares; unmapped with the arena. */
  static MemorySegment sharedPage(Arena arena) throws BpfException {
    return anonymousPage(MAP_SHARED, arena);
  }

  /** A page that holds code and can be executed, but not written; unmapped with the arena. */
  static MemorySegment executablePage(byte[] code, Arena arena) throws BpfException {
    var page = anonymousPage(MAP_PRIVATE, arena);
    page.copyFrom(MemorySegment.ofArray(code));
    var changed = MPROTECT.call(page.address(), page.byteSize(), PROT_READ | PROT_EXEC);
    if (changed.asInt() < 0) {
      throw new BpfException("mprotect(PROT_EXEC)", changed.errno(), "");
    }
    return page;
  }

  private static MemorySegment anonymousPage(int kind, Arena arena) throws BpfException {
    long bytes = pageSize();
    var mapped = MMAP.call(0, bytes, PROT_READ | PROT_WRITE, kind | MAP_ANONYMOUS, -1, 0);
    if (mapped.value() == -1) {
      throw new BpfException("mmap of a page", mapped.errno(), "");
    }
    return MemorySegment.ofAddress(mapped.value())
        .reinterpret(bytes, arena, segment -> MUNMAP.call(segment.address(), bytes));
  }

  /** How a child has ended (wait(2)), if it has; also one without an exit signal. */
  static OptionalInt ended(int child) throws BpfException {
    try (var arena = Arena.ofConfined()) {
      var status = arena.allocate(ValueLayout.JAVA_INT);
      var waited = WAITPID.call(child, status.address(), WNOHANG | WALL);
      if (waited.asInt() < 0 && waited.errno() != EINTR) {
        throw new BpfException("waitpid", waited.errno(), "");
      }
      return waited.asInt() == child
          ? OptionalInt.of(status.get(ValueLayout.JAVA_INT, 0))
          : OptionalInt.empty();
    }
  }

  static void kill(int process, int signal) {
    KILL.call(process, signal);
  }
}
