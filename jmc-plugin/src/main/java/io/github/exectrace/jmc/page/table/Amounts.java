package io.github.exectrace.jmc.page.table;

import org.openjdk.jmc.common.IDisplayable;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;

/** Amounts as JMC shows and compares them; null for what is not known. */
public final class Amounts {
  private Amounts() {}

  /** Nanoseconds since the epoch. */
  public static IQuantity time(long nanos) {
    return UnitLookup.EPOCH_NS.quantity(nanos);
  }

  /** Nanoseconds; negative if not known. */
  public static IQuantity duration(long nanos) {
    return nanos < 0 ? null : UnitLookup.NANOSECOND.quantity(nanos);
  }

  /** Bytes; negative if not known. */
  public static IQuantity memory(long bytes) {
    return bytes < 0 ? null : UnitLookup.BYTE.quantity(bytes);
  }

  /** How many. */
  public static IQuantity count(long count) {
    return UnitLookup.NUMBER_UNITY.quantity(count);
  }

  /** As a user reads it; empty if not known. */
  public static String text(IQuantity amount) {
    return amount == null ? "" : amount.displayUsing(IDisplayable.AUTO);
  }
}
