package io.github.exectrace.bpf;

/**
 * Waits for the wake-ups of a map, and for nothing else.
 *
 * <p>Edge triggered: poll(2) would return at once as long as anything is unread, and a reader that
 * wants to work in batches would spin. Closing twice is harmless; closing while another thread
 * waits is not.
 */
public final class WakeupPoll implements AutoCloseable {
  private final int epollFd;
  private boolean closed;

  /**
   * Watches a map.
   *
   * @param mapFd the descriptor of a ring buffer map
   */
  public WakeupPoll(int mapFd) throws BpfException {
    epollFd = Libc.watch(mapFd);
  }

  /**
   * Waits for a wake-up, a signal or the end of the time.
   *
   * @param timeoutMillis the longest wait in milliseconds
   */
  public void await(int timeoutMillis) {
    Libc.awaitEvent(epollFd, timeoutMillis);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(epollFd);
    }
  }
}
