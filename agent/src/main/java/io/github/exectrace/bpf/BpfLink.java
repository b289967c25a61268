package io.github.exectrace.bpf;

/**
 * A program on its hook. It holds the program, and that its maps, so it needs its object no more.
 * Closing takes the program off; when that returns, it does not run any more. Closing twice is
 * harmless.
 */
public final class BpfLink implements AutoCloseable {
  private final Libbpf libbpf;
  private final long link;
  private boolean closed;

  BpfLink(Libbpf libbpf, long link) {
    this.libbpf = libbpf;
    this.link = link;
  }

  int fd() throws BpfException {
    return libbpf.linkFd(link);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      libbpf.destroyLink(link);
    }
  }
}
