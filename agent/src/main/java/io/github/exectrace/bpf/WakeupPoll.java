package io.github.exectrace.bpf;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for the wake-ups of a map, or of {@link #wakeUp}.
 *
 * <p>Edge triggered: poll(2) would return at once as long as anything is unread, and a reader that
 * wants to work in batches would spin. Closing twice is harmless; closing while another thread
 * waits is not.
 */
public final class WakeupPoll implements AutoCloseable {
  private final int epollFd;
  private final int eventFd;
  private boolean closed;

  /**
   * Watches a map.
   *
   * @param mapFd the descriptor of a ring buffer map
   */
  public WakeupPoll(int mapFd) throws BpfException {
    eventFd = Libc.event();
    try {
      epollFd = Libc.watch(mapFd, eventFd);
    } catch (BpfException refused) {
      Libc.close(eventFd);
      throw refused;
    }
  }

  /** Ends the wait of a thread that waits now, or of the next one to wait. */
  public synchronized void wakeUp() {
    if (!closed) {
      Libc.signal(eventFd);
    }
  }

  /**
   * Waits for a wake-up, a signal or the end of the time. If the system does not wait, for whatever
   * reason, only the end of the time ends the wait: no thread may spin.
   *
   * @param timeoutMillis the longest wait in milliseconds
   */
  public void await(int timeoutMillis) {
    if (!Libc.awaitEvent(epollFd, timeoutMillis)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(epollFd);
      Libc.close(eventFd);
    }
  }
}
