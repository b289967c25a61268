package io.github.exectrace.jmc.model;

import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.JdkEvents;
import io.github.exectrace.events.tree.ProcessTree;
import io.github.exectrace.events.tree.Start;
import io.github.exectrace.jmc.Messages;
import io.github.exectrace.text.VisibleText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IType;

/** Makes a start of what its events, or those of its processes, say. */
final class SpawnReader {
  /** A start as it was read; what is not said here is not known. */
  static final class Values {
    Spawn.Kind kind;
    int id;
    IItem item;
    IItem shownItem;
    IMCThread thread;
    String threadName;
    long threadId = -1;
    CallSite site = CallSite.UNKNOWN;
    long time;
    long callerWaitNanos = Spawn.UNKNOWN;
    int pid = -1;
    String executable = "";
    String commandLine = "";
    boolean succeeded = true;
    int errno;
    String error;
    String failure = "";
    String sampledStack;
    boolean stackVerified;

    private void setThread(IMCThread recorded) {
      thread = recorded;
      if (recorded != null) {
        threadName = visible(recorded.getThreadName());
        var number = recorded.getThreadId();
        threadId = number == null ? -1 : number;
      }
    }

    private static String visible(String name) {
      return name == null ? null : VisibleText.guard(name);
    }

    /** Of an event that names the thread in its fields. */
    private void setThread(ItemView event) {
      setThread(event.thread(FieldNames.SPAWN_THREAD));
      if (thread == null) {
        threadName = event.text(FieldNames.SPAWN_THREAD_NAME);
        threadId = event.number(FieldNames.SPAWN_THREAD_ID, -1);
      }
    }
  }

  private final Map<IType<IItem>, NativeSpawnType> shownTypes = new HashMap<>();

  /** The start of a tree; empty of what was adopted, or descends from none. */
  Optional<Spawn> read(ProcessTree<ItemView> tree) {
    var values = new Values();
    values.id = tree.spawnId();
    switch (tree.kind()) {
      case JAVA:
        values.kind = Spawn.Kind.JAVA;
        setCommitted(values, tree.start());
        values.callerWaitNanos = tree.start().waitNanos();
        setSite(values, tree.descendant());
        break;
      case JDK:
        values.kind = Spawn.Kind.JDK;
        setCommitted(values, tree.start());
        break;
      case NATIVE:
        values.kind = Spawn.Kind.NATIVE;
        setNative(values, tree.start());
        setSite(values, tree.descendant());
        break;
      case UNKNOWN:
        if (values.id == 0 || tree.descendant() == null) {
          return Optional.empty();
        }
        values.kind = Spawn.Kind.INFERRED;
        values.time = tree.beginNanos();
        values.setThread(tree.descendant());
        setSite(values, tree.descendant());
        break;
      default:
        return Optional.empty();
    }
    if (values.commandLine.isEmpty() && tree.child() != null) {
      values.commandLine = tree.child().command();
      values.executable = tree.child().executable();
      values.pid = tree.child().pid();
    }
    if (values.threadName == null || values.threadName.isEmpty()) {
      values.threadName = Messages.get("model.thread.unknown");
    }
    return Optional.of(new Spawn(values));
  }

  private static void set(Values values, Start<ItemView> start) {
    values.item = start.event().item();
    values.shownItem = values.item;
    values.time = start.nanos();
    values.pid = start.pid();
    values.executable = start.executable();
    values.commandLine = start.commandLine();
    values.succeeded = start.succeeded();
    values.errno = start.errno();
    values.failure = start.failure();
    values.error = start.error().isEmpty() ? null : start.error();
  }

  /** Of an event that the starting thread wrote itself. */
  private static void setCommitted(Values values, Start<ItemView> start) {
    set(values, start);
    values.setThread(start.event().thread(JdkEvents.EVENT_THREAD));
    values.site = CallSite.of(start.event().stack());
  }

  private void setNative(Values values, Start<ItemView> start) {
    set(values, start);
    var event = start.event();
    values.setThread(event);
    if (values.threadName == null || values.threadName.isEmpty()) {
      values.threadName = event.text(FieldNames.OS_THREAD_NAME);
    }
    setSite(values, event);
    var sampled = event.text(FieldNames.SAMPLED_STACK_TRACE);
    values.sampledStack = sampled.isEmpty() ? null : sampled;
    values.stackVerified = start.isStackVerified();
    values.shownItem =
        new NativeSpawnItem(
            values.item,
            shownTypes.computeIfAbsent(event.type(), NativeSpawnType::new),
            values.thread,
            values.sampledStack);
  }

  private static void setSite(Values values, ItemView event) {
    var site = event == null ? "" : event.text(FieldNames.SPAWN_SITE);
    values.site = site.isEmpty() ? values.site : CallSite.parse(site);
  }
}
