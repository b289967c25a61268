package io.github.exectrace.jmc.model;

import java.util.regex.Pattern;
import org.openjdk.jmc.common.item.IType;

/** Which events JMC's types are. */
final class EventTypes {
  /** What JMC puts behind the name of a second type of that name whose fields are others. */
  private static final Pattern UUID_AT_END =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}$");

  private EventTypes() {}

  /**
   * The name of a type's events, as the recording has it. A JVM that two versions of the agent have
   * been attached to records events of one name with the fields of each.
   */
  static String nameOf(IType<?> type) {
    return UUID_AT_END.matcher(type.getIdentifier()).replaceFirst("");
  }
}
