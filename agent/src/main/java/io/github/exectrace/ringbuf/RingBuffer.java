package io.github.exectrace.ringbuf;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.BpfMap;
import io.github.exectrace.bpf.ForeignApi;
import io.github.exectrace.bpf.WakeupPoll;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The reading side of a BPF ring buffer (Documentation/bpf/ringbuf.rst, kernel/bpf/ringbuf.c).
 *
 * <p>The kernel shares three areas: a page with the consumer's position, which only the reader
 * writes; a page with the producer's position; and the data, mapped twice in a row so that a record
 * which wraps around is still contiguous. Positions count bytes and never wrap.
 *
 * <p>Safe for use by several threads: one consumes at a time, the others wait for it. Walking the
 * ring in Java costs a quarter of an upcall from libbpf for each record.
 */
public final class RingBuffer implements AutoCloseable {
  private static final int HEADER_BYTES = 8; // length and flags, page offset
  private static final int BUSY = 1 << 31;
  private static final int DISCARDED = 1 << 30;

  private static final ValueLayout.OfLong POSITION = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT;
  private static final VarHandle POSITION_HANDLE = ForeignApi.varHandle(POSITION);
  private static final VarHandle LENGTH_HANDLE = ForeignApi.varHandle(LENGTH);

  private final Arena arena = Arena.ofShared();
  private final ReentrantLock consuming = new ReentrantLock();
  private final WakeupPoll wakeups;
  private final int size;
  private final MemorySegment consumerPage;
  private final MemorySegment producerPage;
  private final MemorySegment data;
  private long highWater;
  private boolean closed;

  /** Takes one record. */
  @FunctionalInterface
  public interface RecordHandler {
    /**
     * Takes one record; called with the ring's lock held, so it must not wait for anything.
     *
     * @param record the bytes, valid during the call only
     */
    void accept(MemorySegment record);
  }

  /**
   * Maps a ring buffer.
   *
   * @param map the loaded map
   * @param size its size in bytes, a power of two and a multiple of the page size
   */
  public RingBuffer(BpfMap map, int size) throws BpfException {
    this.size = size;
    int page = BpfMap.pageSize();
    try {
      consumerPage = map.share(0, page, true, arena);
      var readable = map.share(page, page + 2L * size, false, arena);
      producerPage = readable.asSlice(0, page);
      data = readable.asSlice(page);
      wakeups = new WakeupPoll(map.fd());
    } catch (BpfException refused) {
      arena.close();
      throw refused;
    }
  }

  /**
   * Hands every record that is complete to a handler, in the order in which the kernel reserved
   * them, and frees their space. What comes in meanwhile waits for the next call.
   *
   * @return how many records there were; 0 once the ring is closed
   */
  public int drain(RecordHandler handler) {
    consuming.lock();
    try {
      return closed ? 0 : consume(handler);
    } finally {
      consuming.unlock();
    }
  }

  private int consume(RecordHandler handler) {
    int records = 0;
    long position = (long) POSITION_HANDLE.get(consumerPage, 0L);
    // Acquire: what the producer wrote before it moved its position is visible after this.
    long end = (long) POSITION_HANDLE.getAcquire(producerPage, 0L);
    highWater = Math.max(highWater, end - position);
    while (position < end) {
      long offset = position & (size - 1);
      // Acquire: the producer clears BUSY after it has written the record.
      int header = (int) LENGTH_HANDLE.getAcquire(data, offset);
      if ((header & BUSY) != 0) {
        break;
      }
      int length = header & ~(BUSY | DISCARDED);
      try {
        if ((header & DISCARDED) == 0) {
          records++;
          handler.accept(data.asSlice(offset + HEADER_BYTES, length));
        }
      } finally {
        position += (length + HEADER_BYTES + 7) & ~7;
        // Release: the record has been read before its space is given back.
        POSITION_HANDLE.setRelease(consumerPage, 0L, position);
      }
    }
    return records;
  }

  /**
   * Waits until the kernel program wakes the reader, which it does when a quarter of the ring is
   * unread, or the time has passed. Not to be called once the ring is closed, nor during it.
   *
   * @param timeoutMillis the longest wait in milliseconds
   */
  public void await(int timeoutMillis) {
    wakeups.await(timeoutMillis);
  }

  /** Ends the wait of a thread in {@link #await}, or of the next one that comes. */
  public void wakeUp() {
    wakeups.wakeUp();
  }

  /** The most bytes that a drain has found unread. */
  public long highWater() {
    consuming.lock();
    try {
      return highWater;
    } finally {
      consuming.unlock();
    }
  }

  /** Bytes that the ring holds. */
  public int size() {
    return size;
  }

  @Override
  public void close() {
    consuming.lock();
    try {
      if (!closed) {
        closed = true;
        wakeups.close();
        arena.close();
      }
    } finally {
      consuming.unlock();
    }
  }
}
