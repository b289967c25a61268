package io.github.exectrace.bpf;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An attached program that the kernel calls for each thing of some kind that there is, whenever
 * somebody asks (Documentation/bpf/bpf_iterators.rst in the kernel's sources). Not safe for use by
 * several threads.
 */
public final class BpfIterator implements AutoCloseable {
  private static final int BPF_ITER_CREATE = 33; // linux/bpf.h
  private static final int ATTRIBUTES_BYTES = 8; // of them
  private static final int BUFFER_BYTES = 4096;

  private final String program;
  private final BpfLink link;

  BpfIterator(String program, BpfLink link) {
    this.program = program;
    this.link = link;
  }

  /** Runs the program for everything that there is, on the calling thread. Returns its output. */
  public byte[] run() throws BpfException {
    try (var arena = Arena.ofConfined()) {
      var attributes = arena.allocate(ATTRIBUTES_BYTES, Integer.BYTES);
      attributes.set(ValueLayout.JAVA_INT, 0, link.fd());
      int fd = Libc.bpf("bpf(BPF_ITER_CREATE) for " + program, BPF_ITER_CREATE, attributes);
      try {
        return readAll(fd, arena.allocate(BUFFER_BYTES));
      } finally {
        Libc.close(fd);
      }
    }
  }

  private byte[] readAll(int fd, MemorySegment buffer) throws BpfException {
    var output = new ByteArrayOutputStream();
    for (int read = Libc.read(program, fd, buffer);
        read > 0;
        read = Libc.read(program, fd, buffer)) {
      output.writeBytes(buffer.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE));
    }
    return output.toByteArray();
  }

  @Override
  public void close() {
    link.close();
  }
}
