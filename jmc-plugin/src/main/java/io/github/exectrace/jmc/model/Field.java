package io.github.exectrace.jmc.model;

import io.github.exectrace.text.VisibleText;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmc.common.IMCStackTrace;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.item.IType;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.IUnit;
import org.openjdk.jmc.common.unit.UnitLookup;

/**
 * A field of one event type, found by name alone: whatever unit an agent's version gave it, and
 * also if this version does not have it.
 */
final class Field {
  private static final Map<String, IUnit> UNITS =
      Map.of(
          UnitLookup.TIMESPAN.getIdentifier(), UnitLookup.NANOSECOND,
          UnitLookup.TIMESTAMP.getIdentifier(), UnitLookup.EPOCH_NS,
          UnitLookup.MEMORY.getIdentifier(), UnitLookup.BYTE);

  private final IMemberAccessor<?, IItem> accessor; // null if the type has no such field

  private Field(IMemberAccessor<?, IItem> accessor) {
    this.accessor = accessor;
  }

  static Field of(IType<IItem> type, String name) {
    for (IAccessorKey<?> key : type.getAccessorKeys().keySet()) {
      if (key.getIdentifier().equals(name)) {
        return new Field(type.getAccessor(key));
      }
    }
    return new Field(null);
  }

  boolean exists() {
    return accessor != null;
  }

  /** A number; of a time in nanoseconds, of an amount of data in bytes. */
  long number(IItem item, long otherwise) {
    var value = value(item);
    if (value instanceof IQuantity) {
      var quantity = (IQuantity) value;
      var unit = UNITS.get(quantity.getType().getIdentifier());
      return unit == null ? quantity.longValue() : quantity.clampedLongValueIn(unit);
    }
    return value instanceof Number ? ((Number) value).longValue() : otherwise;
  }

  int integer(IItem item, int otherwise) {
    return (int) number(item, otherwise);
  }

  /** A text on one line, all of it visible whatever has written the recording; or null. */
  String text(IItem item) {
    var value = value(item);
    return value instanceof String ? VisibleText.guard((String) value) : null;
  }

  /** Likewise one of several lines. */
  String lines(IItem item) {
    var value = value(item);
    return value instanceof String
        ? ((String) value).lines().map(VisibleText::guard).collect(Collectors.joining("\n"))
        : null;
  }

  boolean flag(IItem item, boolean otherwise) {
    var value = value(item);
    return value instanceof Boolean ? (Boolean) value : otherwise;
  }

  /** A thread, or null. */
  IMCThread thread(IItem item) {
    var value = value(item);
    return value instanceof IMCThread ? (IMCThread) value : null;
  }

  /** A stack, or null. */
  IMCStackTrace stack(IItem item) {
    var value = value(item);
    return value instanceof IMCStackTrace ? (IMCStackTrace) value : null;
  }

  private Object value(IItem item) {
    return accessor == null ? null : accessor.getMember(item);
  }
}
