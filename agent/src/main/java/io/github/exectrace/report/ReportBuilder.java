package io.github.exectrace.report;

import io.github.exectrace.events.Errno;
import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.JdkEvents;
import io.github.exectrace.events.Programs;
import io.github.exectrace.events.SpawnIds;
import io.github.exectrace.events.tree.ProcessEnd;
import io.github.exectrace.events.tree.ProcessNode;
import io.github.exectrace.events.tree.RefusedExec;
import io.github.exectrace.events.tree.Start;
import io.github.exectrace.events.tree.StartKind;
import io.github.exectrace.report.GroupKey.Failure;
import io.github.exectrace.report.GroupKey.JavaThread;
import io.github.exectrace.report.GroupKey.Program;
import io.github.exectrace.report.GroupKey.Site;
import io.github.exectrace.report.GroupKey.Who;
import java.util.List;

/** Takes events in any order and sums them up. Not safe for use by several threads. */
final class ReportBuilder {
  /** What is to be read of a recording. */
  static final List<String> EVENTS =
      List.of(
          EventNames.PROCESS_SPAWN,
          EventNames.PROCESS_EXEC,
          EventNames.PROCESS_EXIT,
          EventNames.TRACER_STATISTICS,
          EventNames.NATIVE_SPAWN,
          EventNames.PROCESS_ADOPTED,
          JdkEvents.DATA_LOSS);

  private static final String DESCENDANT = "descendant";
  private static final String NO_EXEC = "(no exec)";

  private final Groups<Who> who;
  private final Groups<Site> sites;
  private final Groups<Program> programs;
  private final Groups<JavaThread> threads;
  private final Groups<Failure> failures;
  private final ProcessForest forest;
  private final StackTree stacks = new StackTree();
  private final StartRate rate = new StartRate();
  private JvmRun jvm;
  private long starts;
  private long failedStarts;
  private long nativeStarts;
  private long adopted;
  private long execs;
  private long failedExecs;
  private long exits;
  private long failedExits;
  private long killed;
  private long events;

  ReportBuilder(ReportLimits limits) {
    who = new Groups<>(limits.groups());
    sites = new Groups<>(limits.groups());
    programs = new Groups<>(limits.groups());
    threads = new Groups<>(limits.groups());
    failures = new Groups<>(limits.groups());
    forest = new ProcessForest(limits.processes(), limits.find(), this::addRefused);
  }

  /** Whose events come from now on. */
  void of(JvmRun run) {
    jvm = run;
  }

  void add(EventFields event) {
    events++;
    switch (event.name()) {
      case EventNames.PROCESS_SPAWN -> addSpawn(event);
      case EventNames.PROCESS_EXEC -> addExec(event);
      case EventNames.PROCESS_EXIT -> addExit(event);
      case EventNames.NATIVE_SPAWN -> addNative(event);
      case EventNames.PROCESS_ADOPTED -> addAdopted(event);
      case EventNames.TRACER_STATISTICS -> jvm.counted(event);
      case JdkEvents.DATA_LOSS -> jvm.recorderLost(event.number(JdkEvents.AMOUNT, 0));
      case JdkEvents.PROCESS_START -> addJdks(event);
      default -> events--;
    }
  }

  private void addSpawn(EventFields spawn) {
    jvm.sawAgentEvents();
    var process = forest.of(jvm).add(spawn);
    addJavaStart(spawn, process, Start.of(spawn));
  }

  private void addJdks(EventFields spawn) {
    jvm.sawJdks();
    var process = forest.of(jvm).add(spawn);
    addJavaStart(spawn, process, Start.of(spawn));
  }

  private void addJavaStart(
      EventFields spawn, ProcessNode<EventFields> process, Start<EventFields> start) {
    var stack = Stack.of(spawn.event());
    var origin = Origin.committed(spawn, stack.site());
    addStart(start.nanos(), stack, origin, start.program(), start.commandLine(), start.failure());
    if (start.waitNanos() >= 0) {
      for (var group : groups(start.program(), origin, StartKind.JAVA.word())) {
        group.waited(start.waitNanos());
      }
    }
    if (process != null) {
      tree(process).startedBy(origin);
    }
  }

  private void addStart(
      long nanos, Stack stack, Origin origin, String program, String command, String error) {
    boolean succeeded = error.isEmpty();
    starts++;
    rate.add(nanos, succeeded);
    stacks.add(stack.with(program));
    for (var group : groups(program, origin, StartKind.JAVA.word())) {
      group.start(nanos, succeeded, error);
      group.thread(origin.thread());
      group.example(command);
    }
    if (!succeeded) {
      failedStarts++;
      failure(nanos, Failure.Kind.START_FAILED, program, error, origin, command);
    }
  }

  private List<Group<?>> groups(String program, Origin origin, String way) {
    return List.of(
        who.of(new Who(program, origin.site(), way)),
        sites.of(new Site(origin.site())),
        programs.of(new Program(program)),
        threads.of(new JavaThread(origin.thread())));
  }

  private void failure(
      long nanos,
      Failure.Kind kind,
      String program,
      String outcome,
      Origin origin,
      String command) {
    var group = failures.of(new Failure(kind, program, outcome, origin.site()));
    group.run(nanos);
    group.thread(origin.thread());
    group.example(command);
  }

  private void addExec(EventFields exec) {
    jvm.sawKernels();
    var process = forest.of(jvm).add(exec);
    var origin = Origin.recorded(exec);
    if (process != null) {
      tree(process).descendsFrom(origin);
    }
    if (exec.flag(FieldNames.LAUNCHER, false)) {
      return;
    }
    var command = exec.text(FieldNames.COMMAND_LINE);
    var program = Programs.name(exec.text(FieldNames.EXECUTABLE));
    if (!exec.flag(FieldNames.SUCCEEDED, true)) {
      failedExecs++;
      if (process == null) { // too late for anything to make up for it
        var error = Errno.name(exec.integer(FieldNames.ERRNO, 0));
        failure(exec.startNanos(), Failure.Kind.EXEC_FAILED, program, error, origin, command);
      }
      return;
    }
    execs++;
    var group = programs.of(new Program(program));
    group.run(exec.startNanos());
    group.thread(origin.thread());
    group.example(command);
    int id = exec.integer(FieldNames.SPAWN_ID, 0);
    int depth = exec.integer(FieldNames.DEPTH, 0);
    boolean first = process == null || process.programs() == 1;
    if (!SpawnIds.isOfJava(id) || depth != 1 || !first) { // else the start's event says it
      var below = who.of(new Who(program, origin.site(), way(id, depth)));
      below.run(exec.startNanos());
      below.thread(origin.thread());
      below.example(command);
    }
  }

  private void addRefused(StartTree tree, RefusedExec<EventFields> exec) {
    for (long i = 0; i < exec.count(); i++) {
      failure(
          exec.nanos(),
          Failure.Kind.EXEC_FAILED,
          exec.program(),
          exec.error(),
          tree.origin(),
          exec.command());
    }
  }

  private static String way(int spawnId, int depth) {
    if (spawnId == 0) {
      return StartKind.UNKNOWN.word();
    }
    if (depth > 1) {
      return DESCENDANT;
    }
    return (SpawnIds.isOfJava(spawnId) ? StartKind.JAVA : StartKind.NATIVE).word();
  }

  private void addExit(EventFields exit) {
    jvm.sawKernels();
    exits++;
    int id = exit.integer(FieldNames.SPAWN_ID, 0);
    int depth = exit.integer(FieldNames.DEPTH, 0);
    var origin = Origin.recorded(exit);
    var command = exit.text(FieldNames.COMMAND_LINE);
    var end = ProcessEnd.of(exit);
    var process = forest.of(jvm).add(exit);
    var program = Programs.name(Programs.firstWord(command));
    if (process != null) {
      tree(process).descendsFrom(origin);
      // What ran in the child of a start that failed is no program of the user's.
      boolean known = !process.isNotStarted() && !process.program().isEmpty();
      program = known ? process.program() : program;
    }

    sites.of(new Site(origin.site())).used(end.cpuNanos(), end.peakBytes());
    threads.of(new JavaThread(origin.thread())).used(end.cpuNanos(), end.peakBytes());
    if (depth <= 1) {
      sites.of(new Site(origin.site())).lived(end.lifetimeNanos(), exit.startNanos());
      threads.of(new JavaThread(origin.thread())).lived(end.lifetimeNanos(), exit.startNanos());
    }
    if (!command.isEmpty() || !program.isEmpty()) {
      for (var group :
          List.of(
              who.of(new Who(program, origin.site(), way(id, depth))),
              programs.of(new Program(program)))) {
        group.lived(end.lifetimeNanos(), exit.startNanos());
        group.used(end.cpuNanos(), end.peakBytes());
      }
    }
    if (!end.isGood() && (!program.isEmpty() || end.signal() != 0)) {
      addFailedExit(exit, end, program.isEmpty() ? NO_EXEC : program, origin);
    }
  }

  private void addFailedExit(EventFields exit, ProcessEnd end, String program, Origin origin) {
    failedExits++;
    killed += end.signal() == 0 ? 0 : 1;
    int depth = exit.integer(FieldNames.DEPTH, 0);
    failure(
        exit.endNanos(),
        Failure.Kind.ENDED,
        program,
        end.words(),
        origin,
        exit.text(FieldNames.COMMAND_LINE));
    programs.of(new Program(program)).failedExits(end.words());
    who.of(new Who(program, origin.site(), way(exit.integer(FieldNames.SPAWN_ID, 0), depth)))
        .failedExits(end.words());
    sites.of(new Site(origin.site())).failedExits(end.words());
    threads.of(new JavaThread(origin.thread())).failedExits(end.words());
  }

  private void addNative(EventFields start) {
    jvm.sawKernels();
    nativeStarts++;
    long nanos = start.startNanos();
    var named = Origin.recorded(start);
    var stack = Stack.sampled(start.text(FieldNames.SAMPLED_STACK_TRACE), named.site());
    var thread = named.thread().isEmpty() ? start.text(FieldNames.OS_THREAD_NAME) : named.thread();
    var origin = new Origin(thread, named.threadId(), stack.site());
    rate.add(nanos, true);
    stacks.add(stack.with("(native)"));
    for (var group :
        List.of(sites.of(new Site(origin.site())), threads.of(new JavaThread(thread)))) {
      group.start(nanos, true, "");
      group.thread(thread);
    }
    var process = forest.of(jvm).add(start);
    if (process != null) {
      tree(process).startedBy(origin);
    }
  }

  private static StartTree tree(ProcessNode<EventFields> process) {
    return (StartTree) process.tree();
  }

  private void addAdopted(EventFields process) {
    jvm.sawKernels();
    adopted++;
    var origin = Origin.recorded(process);
    var node = forest.of(jvm).add(process);
    if (node != null) {
      tree(node).descendsFrom(origin);
    }
    var program = Programs.name(process.text(FieldNames.EXECUTABLE));
    var group = who.of(new Who(program, origin.site(), StartKind.ADOPTED.word()));
    group.run(process.startNanos());
    group.example(process.text(FieldNames.COMMAND_LINE));
  }

  Report build(List<Recording> recordings, List<JvmRun> jvms) {
    forest.settle();
    var totals =
        new Totals(
            starts,
            failedStarts,
            nativeStarts,
            adopted,
            execs,
            failedExecs,
            exits,
            failedExits,
            killed,
            events);
    return new Report(
        recordings,
        jvms,
        totals,
        who.table(),
        sites.table(),
        programs.table(),
        threads.table(),
        failures.table(),
        forest.running(),
        forest.givenUp(),
        forest.shown(),
        stacks,
        rate);
  }
}
