package io.github.exectrace.tracer.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.github.exectrace.ringbuf.MalformedRecordException;
import io.github.exectrace.ringbuf.RecordLayout.Fork;
import io.github.exectrace.ringbuf.RecordLayout.Head;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * What the agent of a traced JVM has of a tracer beside events: memory shared with the kernel
 * program, and the states of threads that fork without a mark. It belongs to one tracer, and its
 * memory is there once that is loaded.
 *
 * <p>Kept apart from the events because it means something inside of the traced JVM only.
 */
public final class AgentChannel {
  private final ThreadStates threadStates;
  private volatile ForkListener listener = (ignoredChild, ignoredTime) -> {};
  private KernelProgram program;

  /** Hears of this JVM's own forks that no mark had announced. */
  @FunctionalInterface
  public interface ForkListener {
    /**
     * Called by the thread that reads, before the event of the fork is handed out.
     *
     * @param spawnId that of the event
     * @param state of the thread that forked; empty if it is not known
     */
    void onUnmarkedFork(int spawnId, Optional<JavaThreadState> state);
  }

  /**
   * For a tracer that is to be loaded.
   *
   * @param threadStates what is wanted of threads that fork without a mark
   */
  public AgentChannel(ThreadStates threadStates) {
    this.threadStates = threadStates;
  }

  /** What is wanted of threads that fork without a mark. */
  public ThreadStates threadStates() {
    return threadStates;
  }

  /** Connects it to a loaded program. */
  public void connect(KernelProgram loaded) {
    program = loaded;
  }

  /** The table in which threads announce what they are about to start. */
  public MemorySegment marks() {
    return program.marks();
  }

  /**
   * Where this JVM keeps what it knows of its threads, for {@link JavaThreadState}. Zero as long as
   * no one writes it.
   */
  public MemorySegment threadLayout() {
    return program.threadLayout();
  }

  /**
   * The table in which the reader acknowledges that it has sampled the stack of a thread that
   * forked: each spawn id has the place of its remainder.
   */
  public MemorySegment acks() {
    return program.acks();
  }

  /** Sets who hears of forks from now on. */
  public void listen(ForkListener forks) {
    listener = forks;
  }

  /**
   * Passes on what a record of a fork holds for the agent.
   *
   * @throws MalformedRecordException if the record is too short for what it says
   */
  public void forked(MemorySegment fork) {
    try {
      // A descendant's has the spawn id of its start, and may be read before the event of that.
      boolean isOwnChild = fork.get(JAVA_SHORT_UNALIGNED, Head.DEPTH) == 1;
      if (isOwnChild && fork.get(JAVA_INT_UNALIGNED, Fork.MARKED) == 0) {
        listener.onUnmarkedFork(
            fork.get(JAVA_INT_UNALIGNED, Head.SPAWN_ID), JavaThreadState.in(fork));
      }
    } catch (IndexOutOfBoundsException tooShort) {
      throw new MalformedRecordException(
          "a record of " + fork.byteSize() + " bytes lacks a part: " + tooShort.getMessage());
    }
  }
}
