package io.github.exectrace.jmc.rules;

import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.TypedPreference;

/** Preferences of rules. */
final class Limits {
  private Limits() {}

  static TypedPreference<IQuantity> count(
      String id, String name, String description, long defaultValue) {
    return new TypedPreference<>(
        id, name, description, UnitLookup.NUMBER, UnitLookup.NUMBER_UNITY.quantity(defaultValue));
  }

  static TypedPreference<IQuantity> millis(
      String id, String name, String description, long defaultValue) {
    return new TypedPreference<>(
        id, name, description, UnitLookup.TIMESPAN, UnitLookup.MILLISECOND.quantity(defaultValue));
  }

  static TypedPreference<String> text(
      String id, String name, String description, String defaultValue) {
    return new TypedPreference<>(
        id, name, description, UnitLookup.PLAIN_TEXT.getPersister(), defaultValue);
  }
}
