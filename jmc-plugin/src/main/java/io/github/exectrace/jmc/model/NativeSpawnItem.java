package io.github.exectrace.jmc.model;

import org.openjdk.jmc.common.IMCStackTrace;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IType;

/**
 * The event of a start by native code as JMC's views want it. Flight Recorder knows no stack for
 * it, and as its thread the agent's, which wrote the event; this one has the thread that called and
 * the stack that was sampled. All else is the event's own. Immutable; safe for any thread.
 */
final class NativeSpawnItem implements IItem {
  private final IItem event;
  private final NativeSpawnType type;
  private final IMCThread thread; // null if not known
  private final String sampledStack; // null if there is none

  NativeSpawnItem(IItem event, NativeSpawnType type, IMCThread thread, String sampledStack) {
    this.event = event;
    this.type = type;
    this.thread = thread;
    this.sampledStack = sampledStack;
  }

  @Override
  public IType<?> getType() {
    return type;
  }

  /** What is in the recording. */
  IItem event() {
    return event;
  }

  /** The thread that called, or null. */
  IMCThread thread() {
    return thread;
  }

  /** The sampled stack, or null. */
  IMCStackTrace stack() {
    return sampledStack == null ? null : StackText.parse(sampledStack);
  }
}
