package io.github.exectrace.jmc.rules;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.JdkEvents;
import io.github.exectrace.jmc.model.Spawn;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.openjdk.jmc.common.item.Attribute;
import org.openjdk.jmc.common.item.IAttribute;
import org.openjdk.jmc.common.item.IItemFilter;
import org.openjdk.jmc.common.item.IItemQuery;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.common.item.ItemQueryBuilder;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrAttributes;

/** Which events a result is about. */
final class Queries {
  private static final IAttribute<IQuantity> SPAWN_ID =
      Attribute.attr(FieldNames.SPAWN_ID, "Spawn Id", UnitLookup.NUMBER);
  private static final IAttribute<IQuantity> PID =
      Attribute.attr(FieldNames.PID, "Process Id", UnitLookup.NUMBER);
  private static final IAttribute<String> COMMAND_LINE =
      Attribute.attr(FieldNames.COMMAND_LINE, "Command Line", UnitLookup.PLAIN_TEXT);
  private static final IAttribute<String> JDK_COMMAND =
      Attribute.attr(JdkEvents.COMMAND, "Command", UnitLookup.PLAIN_TEXT);

  private Queries() {}

  /** The events of starts. */
  static IItemQuery ofSpawns(Collection<Spawn> spawns) {
    var ids = new HashSet<IQuantity>();
    var commands = new HashSet<String>();
    for (var spawn : spawns) {
      if (spawn.kind() == Spawn.Kind.JDK) {
        commands.add(spawn.commandLine());
      } else {
        ids.add(number(spawn.id()));
      }
    }
    return query(startsOf(ids, commands));
  }

  /** The events of processes, and of the starts that they descend from. */
  static IItemQuery ofProcesses(Collection<TracedProcess> processes) {
    var ids = new HashSet<IQuantity>();
    var pids = new HashSet<IQuantity>();
    var commands = new HashSet<String>();
    for (var process : processes) {
      ids.add(number(process.spawnId()));
      pids.add(number(process.pid()));
      process
          .origin()
          .filter(spawn -> spawn.kind() == Spawn.Kind.JDK)
          .ifPresent(spawn -> commands.add(spawn.commandLine()));
    }
    return query(
        ItemFilters.or(
            startsOf(ids, commands),
            ItemFilters.and(
                ItemFilters.type(
                    EventNames.PROCESS_EXEC, EventNames.PROCESS_EXIT, EventNames.PROCESS_ADOPTED),
                ItemFilters.memberOf(SPAWN_ID, ids),
                ItemFilters.memberOf(PID, pids))));
  }

  /** All events of some types. */
  static IItemQuery ofTypes(String... types) {
    return query(ItemFilters.type(types));
  }

  private static IItemFilter startsOf(Set<IQuantity> ids, Set<String> jdkCommands) {
    var recorded =
        ItemFilters.and(
            ItemFilters.type(EventNames.PROCESS_SPAWN, EventNames.NATIVE_SPAWN),
            ItemFilters.memberOf(SPAWN_ID, ids));
    // The JDK's own event has no id, and its pid is of a kind that JMC cannot compare.
    return jdkCommands.isEmpty()
        ? recorded
        : ItemFilters.and(
            ItemFilters.type(JdkEvents.PROCESS_START),
            ItemFilters.memberOf(JDK_COMMAND, jdkCommands));
  }

  private static IItemQuery query(IItemFilter filter) {
    return ItemQueryBuilder.fromWhere(filter)
        .select(JfrAttributes.START_TIME)
        .select(JfrAttributes.EVENT_THREAD)
        .select(COMMAND_LINE)
        .build();
  }

  private static IQuantity number(int value) {
    return UnitLookup.NUMBER_UNITY.quantity(value);
  }
}
