package io.github.exectrace.events.tree;

import io.github.exectrace.events.Errno;
import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.JdkEvents;
import io.github.exectrace.events.Programs;
import java.util.function.UnaryOperator;

/**
 * A start by this JVM, or the attempt, as its own event records it. Immutable.
 *
 * @param <E> the event
 */
public final class Start<E extends EventView> {
  private final StartKind kind;
  private final E event; // null if events are not held
  private final long nanos;
  private long waitNanos = EventView.UNKNOWN;
  private int pid;
  private String executable = "";
  private String commandLine = "";
  private int errno;
  private String error = "";
  private String failure = "";
  private boolean stackVerified;

  private Start(StartKind kind, E event, boolean keep) {
    this.kind = kind;
    this.event = keep ? event : null;
    this.nanos = event.startNanos();
    this.pid = event.integer(FieldNames.PID, -1);
  }

  /** What the event of a start by a Java thread says: exectrace's, or the JDK's own. */
  public static <E extends EventView> Start<E> of(E event) {
    return of(event, false, line -> line);
  }

  /** The same, with no more of it than a keeper wants. */
  static <E extends EventView> Start<E> of(E event, Keeper<E, ?> keeper) {
    return of(event, keeper.keepsEvents(), keeper::kept);
  }

  private static <E extends EventView> Start<E> of(
      E event, boolean keep, UnaryOperator<String> kept) {
    if (event.name().equals(JdkEvents.PROCESS_START)) {
      var start = new Start<>(StartKind.JDK, event, keep);
      start.asked(kept.apply(event.text(JdkEvents.COMMAND)));
      return start;
    }
    var start = new Start<>(StartKind.JAVA, event, keep);
    start.waitNanos = event.endNanos() - event.startNanos();
    start.executable = event.text(FieldNames.EXECUTABLE);
    start.asked(kept.apply(event.text(FieldNames.COMMAND_LINE)));
    start.error = event.text(FieldNames.ERROR);
    boolean succeeded = event.flag(FieldNames.SUCCEEDED, true);
    start.errno = event.integer(FieldNames.ERRNO, succeeded ? 0 : -1);
    start.failure = succeeded ? "" : whyNot(start.errno, start.error);
    return start;
  }

  /** Of native code. */
  static <E extends EventView> Start<E> byNative(E event, Keeper<E, ?> keeper) {
    var start = new Start<>(StartKind.NATIVE, event, keeper.keepsEvents());
    start.stackVerified = event.flag(FieldNames.STACK_VERIFIED, false);
    return start;
  }

  /** What stands for the start of a process that lived before tracing began. */
  static <E extends EventView> Start<E> adopted(E event, Keeper<E, ?> keeper) {
    return new Start<>(StartKind.ADOPTED, event, keeper.keepsEvents());
  }

  private void asked(String line) {
    commandLine = line.isEmpty() ? executable : line;
    executable = executable.isEmpty() ? Programs.firstWord(commandLine) : executable;
  }

  /** Not each refusal of the JDK has a number: its own helper may have failed. */
  private static String whyNot(int errno, String said) {
    if (errno > 0) {
      return Errno.name(errno);
    }
    return said.isBlank() ? "error" : said.strip();
  }

  public StartKind kind() {
    return kind;
  }

  /** The event; null if the keeper does not hold events. */
  public E event() {
    return event;
  }

  /** When it began. */
  public long nanos() {
    return nanos;
  }

  /** What the starting thread spent in the JDK's fork; -1 if it is not known. */
  public long waitNanos() {
    return waitNanos;
  }

  /** The child, as the JVM sees it; -1 if there is none. */
  public int pid() {
    return pid;
  }

  /** The program as it was asked for; empty if it is not known. */
  public String executable() {
    return executable;
  }

  /** The program's name without its folder; empty if it is not known. */
  public String program() {
    return Programs.name(executable);
  }

  /** What was asked for; empty if it is not known. */
  public String commandLine() {
    return commandLine;
  }

  public boolean succeeded() {
    return failure.isEmpty();
  }

  /** What the system answered; 0 after a success, -1 if it is not known. */
  public int errno() {
    return errno;
  }

  /** The message of the exception; empty after a success. */
  public String error() {
    return error;
  }

  /** Why nothing was started: the name of the error, or words; empty if something was. */
  public String failure() {
    return failure;
  }

  /** Whether the stack of a native start was proved to be that of the very call. */
  public boolean isStackVerified() {
    return stackVerified;
  }
}
