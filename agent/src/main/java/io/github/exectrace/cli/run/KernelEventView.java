package io.github.exectrace.cli.run;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.tree.EventView;
import io.github.exectrace.tracer.ProcessEvent;

/**
 * What the kernel reported, as an event with fields. Immutable.
 *
 * @param event what it reported
 * @param isLauncher whether it is an exec of the JVM's own helper
 */
record KernelEventView(ProcessEvent event, boolean isLauncher) implements EventView {
  @Override
  public String name() {
    return switch (event) {
      case ProcessEvent.Fork ignored -> EventNames.NATIVE_SPAWN;
      case ProcessEvent.Exec ignored -> EventNames.PROCESS_EXEC;
      case ProcessEvent.ExecFailed ignored -> EventNames.PROCESS_EXEC;
      case ProcessEvent.Exit ignored -> EventNames.PROCESS_EXIT;
      case ProcessEvent.Adopted ignored -> EventNames.PROCESS_ADOPTED;
    };
  }

  @Override
  public long startNanos() {
    return event instanceof ProcessEvent.Exit exit ? endNanos() - exit.lifetimeNanos() : endNanos();
  }

  @Override
  public long endNanos() {
    return event.head().timeNanos();
  }

  @Override
  public boolean has(String field) {
    return number(field, UNKNOWN) != UNKNOWN;
  }

  @Override
  public String text(String field) {
    return switch (event) {
      case ProcessEvent.Exec exec when field.equals(FieldNames.EXECUTABLE) ->
          exec.executable().text();
      case ProcessEvent.ExecFailed failed when field.equals(FieldNames.EXECUTABLE) ->
          failed.attempt().executable().text();
      default -> "";
    };
  }

  @Override
  public long number(String field, long otherwise) {
    var head = event.head();
    return switch (field) {
      case FieldNames.SPAWN_ID -> head.spawnId();
      case FieldNames.DEPTH -> head.depth();
      case FieldNames.PID -> head.pid();
      case FieldNames.PARENT_PID -> head.parentPid();
      case FieldNames.HOST_PID -> head.hostPid();
      case FieldNames.FORK_TIME -> head.startedNanos();
      case FieldNames.PARENT_FORK_TIME -> head.parentStartedNanos();
      case FieldNames.ERRNO ->
          event instanceof ProcessEvent.ExecFailed failed ? failed.errno() : otherwise;
      default -> event instanceof ProcessEvent.Exit exit ? end(exit, field, otherwise) : otherwise;
    };
  }

  private static long end(ProcessEvent.Exit exit, String field, long otherwise) {
    return switch (field) {
      case FieldNames.EXIT_CODE -> exit.exitCode();
      case FieldNames.SIGNAL -> exit.signal();
      case FieldNames.LIFETIME -> exit.lifetimeNanos();
      case FieldNames.USER_TIME -> exit.userNanos();
      case FieldNames.SYSTEM_TIME -> exit.systemNanos();
      case FieldNames.MAX_RESIDENT_SET_SIZE -> exit.maxResidentBytes();
      default -> otherwise;
    };
  }

  @Override
  public boolean flag(String field, boolean otherwise) {
    return switch (field) {
      case FieldNames.SUCCEEDED -> !(event instanceof ProcessEvent.ExecFailed);
      case FieldNames.LAUNCHER -> isLauncher;
      case FieldNames.CORE_DUMPED ->
          event instanceof ProcessEvent.Exit exit ? exit.coreDumped() : otherwise;
      default -> otherwise;
    };
  }

  @Override
  public long span(String field) {
    return number(field, UNKNOWN);
  }

  @Override
  public long moment(String field) {
    return UNKNOWN;
  }
}
