package io.github.exectrace.recording;

import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jfr.EventType;

/**
 * Has the stack of an event begin with the application's frames where the recorder cannot filter
 * stacks, before JDK 25.
 *
 * <p>That recorder leaves out as many of the innermost frames as it keeps for each type of events
 * (jdk.jfr.internal.PlatformEventType, offset of the stack trace): by default its own three. How
 * many there are of the agent and the JDK depends on how the application starts its process, so
 * they are counted each time, and the number is the type's for as long as the event is committed.
 * Where a JDK keeps it elsewhere, the stack is not cut. Safe for use by several threads.
 */
final class SpawnStack {
  private static final String FILTER = "jdk.jfr.events.StackFilter";
  private static final Cut CUT = isFiltered() ? null : Cut.find();

  private SpawnStack() {}

  private static boolean isFiltered() {
    try {
      Class.forName(FILTER);
      return true;
    } catch (ClassNotFoundException older) {
      return false;
    }
  }

  /** Commits an event of a start on the thread that made it. */
  static void commit(ProcessSpawnEvent event) {
    if (CUT == null) {
      event.commit();
    } else {
      CUT.commit(event);
    }
  }

  /** Where the recorder keeps how many frames to leave out of the stacks of a type of events. */
  private static final class Cut {
    private static final Set<String> LEFT_OUT =
        Set.of(
            SpawnStack.class.getName(),
            Cut.class.getName(),
            SpawnRecorder.class.getName() + "$Pending",
            "java.lang.ExectraceBridge",
            "java.lang.ProcessImpl",
            "java.lang.ProcessBuilder");
    private static final String RUNTIME = "java.lang.Runtime";
    private static final StackWalker WALKER = StackWalker.getInstance();

    private final Object type;
    private final Field offset;
    private final int own; // frames of the recorder
    // A monitor would hold a virtual thread's carrier.
    private final ReentrantLock committing = new ReentrantLock();

    private Cut(Object type, Field offset, int own) {
      this.type = type;
      this.offset = offset;
      this.own = own;
    }

    /** The agent has opened both packages for this module. */
    static Cut find() {
      try {
        var platform = EventType.class.getDeclaredField("platformEventType");
        platform.setAccessible(true);
        var type = platform.get(EventType.getEventType(ProcessSpawnEvent.class));
        var offset = type.getClass().getDeclaredField("stackTraceOffset");
        offset.setAccessible(true);
        return new Cut(type, offset, offset.getInt(type));
      } catch (ReflectiveOperationException | RuntimeException otherwise) {
        return null;
      }
    }

    void commit(ProcessSpawnEvent event) {
      long leftOut = WALKER.walk(frames -> frames.takeWhile(Cut::isLeftOut).count());
      committing.lock();
      try {
        offset.setInt(type, own + (int) leftOut);
        event.commit();
      } catch (IllegalAccessException impossible) {
        throw new IllegalStateException(impossible);
      } finally {
        committing.unlock();
      }
    }

    private static boolean isLeftOut(StackFrame frame) {
      return LEFT_OUT.contains(frame.getClassName())
          || (frame.getClassName().equals(RUNTIME) && frame.getMethodName().equals("exec"));
    }
  }
}
