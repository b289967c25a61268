package io.github.exectrace.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A map of a loaded {@link BpfObject}, usable until that is closed. */
public final class BpfMap {
  private final Libbpf libbpf;
  private final String name;
  private final int fd;

  BpfMap(Libbpf libbpf, String name, int fd) {
    this.libbpf = libbpf;
    this.name = name;
    this.fd = fd;
  }

  /** The map's descriptor, which belongs to the object. */
  public int fd() {
    return fd;
  }

  /**
   * Shares a part of the map's memory with the kernel until the arena is closed.
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

  /** Sets the value of a key. */
  public void put(MemorySegment key, MemorySegment value) throws BpfException {
    libbpf.update(fd, key, value);
  }

  /** Removes a key. */
  public void remove(MemorySegment key) throws BpfException {
    libbpf.delete(fd, key);
  }

  /** Bytes of a page, the unit of {@link #share}. */
  public static int pageSize() {
    return Libc.pageSize();
  }

  /**
   * Sums the values of a per-CPU map of 64-bit numbers over all CPUs.
   *
   * @param entries how many of the first entries to read
   */
  public long[] sums(int entries) throws BpfException {
    int cpus = libbpf.possibleCpus();
    var sums = new long[entries];
    try (var arena = Arena.ofConfined()) {
      var key = arena.allocate(ValueLayout.JAVA_INT);
      var values = arena.allocate(ValueLayout.JAVA_LONG, cpus);
      for (int entry = 0; entry < entries; entry++) {
        key.set(ValueLayout.JAVA_INT, 0, entry);
        libbpf.lookup(fd, key, values);
        for (int cpu = 0; cpu < cpus; cpu++) {
          sums[entry] += values.getAtIndex(ValueLayout.JAVA_LONG, cpu);
        }
      }
    }
    return sums;
  }
}
