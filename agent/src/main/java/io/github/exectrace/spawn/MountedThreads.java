package io.github.exectrace.spawn;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * Finds the virtual thread that runs on a carrier thread just now. The JDK has no call for that
 * from outside; it is in the carrier's continuation. Safe for use by several threads.
 */
final class MountedThreads {
  private final VarHandle continuation; // Thread.cont
  private final VarHandle task; // Continuation.target
  private final VarHandle virtualThread; // of that task
  private final VarHandle carrier; // VirtualThread.carrierThread

  private MountedThreads(
      VarHandle continuation, VarHandle task, VarHandle virtualThread, VarHandle carrier) {
    this.continuation = continuation;
    this.task = task;
    this.virtualThread = virtualThread;
    this.carrier = carrier;
  }

  /** Empty if this JDK keeps it elsewhere. */
  static Optional<MountedThreads> find() {
    try {
      var lookup = MethodHandles.lookup();
      var inThread = MethodHandles.privateLookupIn(Thread.class, lookup);
      var continuation = Class.forName("jdk.internal.vm.Continuation");
      var virtual = Class.forName("java.lang.VirtualThread");
      var task = Class.forName("java.lang.VirtualThread$VThreadContinuation$1");
      return Optional.of(
          new MountedThreads(
              inThread.findVarHandle(Thread.class, "cont", continuation),
              MethodHandles.privateLookupIn(continuation, lookup)
                  .findVarHandle(continuation, "target", Runnable.class),
              MethodHandles.privateLookupIn(task, lookup)
                  .findVarHandle(task, "val$vthread", virtual),
              MethodHandles.privateLookupIn(virtual, lookup)
                  .findVarHandle(virtual, "carrierThread", Thread.class)));
    } catch (ReflectiveOperationException unknown) {
      return Optional.empty();
    }
  }

  /** The virtual thread, or the platform thread itself if it carries none. */
  Thread on(Thread platform) {
    Object mounted = continuation.get(platform);
    if (mounted == null || !carrierTask(task.get(mounted))) {
      return platform;
    }
    Object virtual = virtualThread.get(task.get(mounted));
    return carrier.getVolatile(virtual) == platform ? (Thread) virtual : platform;
  }

  private boolean carrierTask(Object runnable) {
    return virtualThread.coordinateTypes().getFirst().isInstance(runnable);
  }
}
