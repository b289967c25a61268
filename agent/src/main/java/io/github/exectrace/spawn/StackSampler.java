package io.github.exectrace.spawn;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.exectrace.ringbuf.RecordLayout;
import io.github.exectrace.tracer.ProcessEvent.Fork;
import io.github.exectrace.tracer.kernel.AgentChannel;
import io.github.exectrace.tracer.kernel.JavaThreadState;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the stack of a thread of this JVM that has just made a process, unannounced, out of
 * native code.
 *
 * <p>The thread goes on meanwhile, so a sample may come too late. Whether it does is certain,
 * because the kernel's record holds what was in the thread's memory in the fork: which virtual
 * thread ran on it, where its last Java frame was, and the bytes of its Java stack. A thread that
 * still has the same last frame and the same bytes after its stack has been walked was in the same
 * call all the time, or in one that cannot be distinguished from it.
 *
 * <p>Not safe for use by several threads.
 */
public final class StackSampler {
  /** In place of a {@link Thread#threadId}. */
  static final long UNKNOWN = -1;

  private final Optional<ThreadMemory> memory = ThreadMemory.find();
  private final Optional<MountedThreads> mounted = MountedThreads.find();
  private final JavaThreads threads = new JavaThreads(memory);
  private final VirtualThreads virtualThreads = new VirtualThreads();
  private final MemorySegment acks;
  private final boolean knowsStates;

  /**
   * Makes itself ready, which takes some milliseconds, and says to the kernel program what to copy.
   * So it belongs before the tracer is attached: what is seen earlier has no thread.
   */
  public StackSampler(AgentChannel tracer) {
    acks = tracer.acks();
    memory.ifPresent(known -> known.publish(tracer.threadLayout(), JavaThreads.all()));
    knowsStates = tracer.threadLayout().get(JAVA_INT, RecordLayout.ThreadLayout.KNOWN) == 1;
  }

  /**
   * Samples the thread that made a process.
   *
   * @param state what the kernel program found of it
   */
  public StackSample sample(Fork fork, Optional<JavaThreadState> state) {
    try {
      return threads
          .find(fork.originTid(), fork.callerName())
          .map(platform -> sample(fork, state, platform))
          .orElseGet(() -> ended(fork, state));
    } finally {
      acknowledge(fork.head().spawnId());
    }
  }

  /** A thread that the kernel program holds may go on. */
  private void acknowledge(int spawnId) {
    // The samples come first.
    VarHandle.releaseFence();
    acks.setAtIndex(JAVA_INT, spawnId & (RecordLayout.ACKS - 1), spawnId);
  }

  private StackSample sample(Fork fork, Optional<JavaThreadState> found, Thread platform) {
    var state = found.filter(known -> isOf(platform, known));
    if (knowsStates && state.isEmpty()) {
      // The system's thread may carry another Java thread by now, such as DestroyJavaVM.
      return ended(fork, found);
    }
    var thread = mounted.map(known -> known.on(platform)).orElse(platform);
    if (isNamed(state) && thread.threadId() != state.get().threadId()) {
      // The kernel program has read which thread it was; what runs there now is another.
      return movedOn(platform, state.get().threadId());
    }
    var frames = List.of(thread.getStackTrace());
    long taken = System.nanoTime();
    boolean verified = state.filter(known -> isUnmoved(platform, known)).isPresent();
    if (!verified && (mounted.isEmpty() || thread.isVirtual()) && !isNamed(state)) {
      return unknown(); // perhaps it is another virtual thread than in the fork
    }
    if (thread.isVirtual()) {
      virtualThreads.remember(thread);
    }
    return StackSample.of(thread, frames, verified, taken);
  }

  private StackSample movedOn(Thread platform, long wanted) {
    var maker = platform.threadId() == wanted ? Optional.of(platform) : virtualThreads.find(wanted);
    return maker.map(StackSampler::withoutStack).orElseGet(StackSampler::unknown);
  }

  /** The thread is over, but may have been seen before; the kernel's record says which it was. */
  private StackSample ended(Fork fork, Optional<JavaThreadState> found) {
    return found
        .filter(state -> state.threadId() != 0)
        .flatMap(
            state -> threads.remembered(state.threadId()).filter(known -> is(known, fork, state)))
        .flatMap(JavaThreads.Known::thread)
        .map(StackSampler::withoutStack)
        .orElseGet(StackSampler::unknown);
  }

  private static boolean is(JavaThreads.Known known, Fork fork, JavaThreadState state) {
    return known.osThread() == fork.originTid() && known.address() == state.javaThread();
  }

  private static boolean isNamed(Optional<JavaThreadState> state) {
    return state.filter(known -> known.threadId() != 0).isPresent();
  }

  private boolean isOf(Thread platform, JavaThreadState state) {
    return memory.isPresent() && memory.get().address(platform) == state.javaThread();
  }

  private boolean isUnmoved(Thread platform, JavaThreadState state) {
    var known = memory.orElseThrow();
    return state.stack().byteSize() > 0
        && known
            .lastFrame(known.address(platform))
            .filter(frame -> frame.stackPointer() == state.stackPointer())
            .filter(frame -> frame.pc() == state.framePc())
            .isPresent()
        && ThreadMemory.holds(state.stackPointer(), state.stack());
  }

  private static StackSample withoutStack(Thread thread) {
    return StackSample.of(thread, List.of(), false, System.nanoTime());
  }

  private static StackSample unknown() {
    return new StackSample(
        Optional.empty(), Optional.empty(), UNKNOWN, List.of(), false, System.nanoTime());
  }
}
