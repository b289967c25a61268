package io.github.exectrace.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A map by a descriptor of its own: usable until its arena is closed, also without its object. */
public final class BpfMap {
  private final Libbpf libbpf;
  private final String name;
  private final int fd;

  BpfMap(Libbpf libbpf, String name, int fd) {
    this.libbpf = libbpf;
    this.name = name;
    this.fd = fd;
  }

  /** The map's descriptor, which belongs to the arena. */
  public int fd() {
    return fd;
  }

  /**
   * Shares a part of the map's memory with the kernel until the arena is closed; takes the
   * descriptor for this moment only.
   *
   * @param offset in bytes, a multiple of the page size
   * @param bytes how much of it
   */
  public MemorySegment share(long offset, long bytes, boolean writable, Arena arena)
      throws BpfException {
    return Libc.map("map " + name, fd, offset, bytes, writable, arena);
  }

  /** Reads the value of a key. */
  public void lookup(MemorySegment key, MemorySegment value) throws BpfException {
    libbpf.lookup(fd, key, value);
  }

  /** Bytes of a page, the unit of {@link #share}. */
  public static int pageSize() {
    return Libc.pageSize();
  }
}
