package io.github.exectrace.jmc.model;

import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.JdkEvents;
import io.github.exectrace.events.tree.EventView;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmc.common.IMCStackTrace;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IType;

/** An event of JMC's, read by the names of its fields. Immutable. */
final class ItemView implements EventView {
  /** The fields of one type of events, looked up once. Not safe for use by several threads. */
  static final class Fields {
    private final IType<IItem> type;
    private final String event;
    private final Map<String, Field> byName = new HashMap<>();

    Fields(IType<IItem> type) {
      this.type = type;
      event = EventTypes.nameOf(type);
    }

    IType<IItem> type() {
      return type;
    }

    private Field of(String name) {
      var field = byName.get(name);
      if (field == null) {
        field = Field.of(type, name);
        byName.put(name, field);
      }
      return field;
    }
  }

  private final Fields fields;
  private final IItem item;

  ItemView(Fields fields, IItem item) {
    this.fields = fields;
    this.item = item;
  }

  IItem item() {
    return item;
  }

  IType<IItem> type() {
    return fields.type();
  }

  @Override
  public String name() {
    return fields.event;
  }

  @Override
  public long startNanos() {
    return number(JdkEvents.START_TIME, 0);
  }

  @Override
  public long endNanos() {
    return startNanos() + number(JdkEvents.DURATION, 0);
  }

  @Override
  public boolean has(String field) {
    return fields.of(field).exists();
  }

  @Override
  public String text(String field) {
    var found = fields.of(field);
    boolean hasLines = field.equals(FieldNames.SAMPLED_STACK_TRACE);
    var text = hasLines ? found.lines(item) : found.text(item);
    return text == null ? "" : text;
  }

  @Override
  public long number(String field, long otherwise) {
    return fields.of(field).number(item, otherwise);
  }

  @Override
  public boolean flag(String field, boolean otherwise) {
    return fields.of(field).flag(item, otherwise);
  }

  @Override
  public long span(String field) {
    return number(field, UNKNOWN);
  }

  @Override
  public long moment(String field) {
    return number(field, UNKNOWN);
  }

  /** A thread, or null. */
  IMCThread thread(String field) {
    return fields.of(field).thread(item);
  }

  /** The stack of the thread that wrote it, or null. */
  IMCStackTrace stack() {
    return fields.of(JdkEvents.STACK_TRACE).stack(item);
  }
}
