package io.github.exectrace.report;

import io.github.exectrace.events.Errno;
import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.JdkEvents;
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

  /** From here on the kernel program gives ids itself, to starts that no hook saw. */
  private static final int FIRST_NATIVE_ID = 0x4000_0000;

  private static final String DESCENDANT = "descendant";
  private static final String NO_EXEC = "(no exec)";
  private static final String ENDED = "ended";

  private final Groups who;
  private final Groups sites;
  private final Groups programs;
  private final Groups threads;
  private final Groups troubles;
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
  private long endedBadly;
  private long killed;
  private long events;

  ReportBuilder(ReportLimits limits) {
    who = new Groups(limits.groups());
    sites = new Groups(limits.groups());
    programs = new Groups(limits.groups());
    threads = new Groups(limits.groups());
    troubles = new Groups(limits.groups());
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
      case EventNames.TRACER_STATISTICS -> jvm.ledger().add(event);
      case JdkEvents.DATA_LOSS -> jvm.ledger().recorderLost(event.number("amount", 0));
      case JdkEvents.PROCESS_START -> addJdks(event);
      default -> events--;
    }
  }

  private void addSpawn(EventFields spawn) {
    jvm.sawOurs();
    var stack = Stack.of(spawn.event());
    var origin = Origin.committed(spawn, stack.site());
    var executable = spawn.text("executable");
    var command = spawn.text("commandLine").isEmpty() ? executable : spawn.text("commandLine");
    var program = executable.isEmpty() ? Words.programOf(command) : Words.program(executable);
    boolean succeeded = spawn.flag("succeeded", true);
    int errno = spawn.integer("errno", 0);
    var error = succeeded ? "" : whyNot(errno, spawn.text("error"));

    addStart(spawn.startNanos(), stack, origin, program, command, error);
    long wait = spawn.durationNanos();
    for (var group : groups(program, origin, StartKind.JAVA.word())) {
      group.waited(wait);
    }

    int id = spawn.integer("spawnId", 0);
    if (forest.isGone(jvm, id)) {
      return;
    }
    int pid = spawn.integer("pid", -1);
    var tree = forest.tree(jvm, id, pid);
    tree.startedBy(origin, StartKind.JAVA);
    tree.waited(wait);
    tree.failed(error);
    forest.process(tree, pid, 1, spawn, spawn.startNanos()).asked(command, executable);
  }

  /** Not each refusal of the JDK has a number: its own helper may have failed. */
  private static String whyNot(int errno, String said) {
    if (errno > 0) {
      return Errno.name(errno);
    }
    return said.isBlank() ? "error" : said.strip();
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
      trouble(nanos, "start failed", program, error, origin, command);
    }
  }

  private List<Group> groups(String program, Origin origin, String way) {
    return List.of(
        who.of(program, origin.site(), way),
        sites.of(origin.site()),
        programs.of(program),
        threads.of(origin.thread()));
  }

  private void trouble(
      long nanos, String kind, String program, String outcome, Origin origin, String command) {
    var group = troubles.of(kind, program, outcome, origin.site());
    group.run(nanos);
    group.thread(origin.thread());
    group.example(command);
  }

  private void addExec(EventFields exec) {
    jvm.sawKernels();
    if (exec.flag("launcher", false)) {
      return;
    }
    var origin = Origin.told(exec);
    var command = exec.text("commandLine");
    var program = Words.program(exec.text("executable"));
    int id = exec.integer("spawnId", 0);
    int pid = exec.integer("pid", 0);
    int depth = exec.integer("depth", 0);
    if (!exec.flag("succeeded", true)) {
      failedExecs++;
      var error = Errno.name(exec.integer("errno", 0));
      forest.refused(jvm, id, pid, new RefusedExec(exec, error, origin));
      return;
    }
    execs++;
    boolean first = true;
    if (!forest.isGone(jvm, id, pid)) {
      var tree = forest.tree(jvm, id, pid);
      tree.descendsFrom(origin);
      tree.refusals().succeeded(pid, program, exec.startNanos());
      var process = forest.process(tree, pid, depth, exec, exec.startNanos());
      first = process.execs() == 0;
      process.executed(exec);
    }

    var group = programs.of(program);
    group.run(exec.startNanos());
    group.thread(origin.thread());
    group.example(command);
    boolean told = id > 0 && id < FIRST_NATIVE_ID && depth == 1 && first;
    if (!told) { // by an event of the start
      var below = who.of(program, origin.site(), way(id, depth));
      below.run(exec.startNanos());
      below.thread(origin.thread());
      below.example(command);
    }
  }

  private void addRefused(RefusedExec exec) {
    for (long i = 0; i < exec.count(); i++) {
      trouble(
          exec.nanos(), "exec failed", exec.program(), exec.error(), exec.origin(), exec.command());
    }
  }

  private static String way(int spawnId, int depth) {
    if (spawnId == 0) {
      return StartKind.UNKNOWN.word();
    }
    if (depth > 1) {
      return DESCENDANT;
    }
    return (spawnId < FIRST_NATIVE_ID ? StartKind.JAVA : StartKind.NATIVE).word();
  }

  private void addExit(EventFields exit) {
    jvm.sawKernels();
    exits++;
    int id = exit.integer("spawnId", 0);
    int pid = exit.integer("pid", 0);
    int depth = exit.integer("depth", 0);
    var origin = Origin.told(exit);
    var command = exit.text("commandLine");
    var end = ProcessEnd.of(exit);
    forest.ended(jvm, id, pid, depth <= 1);
    var tree = forest.tree(jvm, id, pid);
    tree.descendsFrom(origin);
    var program = Words.programOf(command);
    if (!command.isEmpty() || tree.has(pid)) {
      var process = forest.process(tree, pid, depth, exit, exit.endNanos());
      process.exited(exit);
      program = process.program().isEmpty() ? program : process.program();
    }

    sites.of(origin.site()).used(end.cpuNanos(), end.peakBytes());
    threads.of(origin.thread()).used(end.cpuNanos(), end.peakBytes());
    if (depth <= 1) {
      sites.of(origin.site()).lived(end.lifetimeNanos());
      threads.of(origin.thread()).lived(end.lifetimeNanos());
    }
    if (!command.isEmpty() || !program.isEmpty()) {
      for (var group :
          List.of(who.of(program, origin.site(), way(id, depth)), programs.of(program))) {
        group.lived(end.lifetimeNanos());
        group.used(end.cpuNanos(), end.peakBytes());
      }
    }
    if (!end.isGood() && (!program.isEmpty() || end.signal() != 0)) {
      addBadEnd(exit, end, program.isEmpty() ? NO_EXEC : program, origin);
    }
  }

  private void addBadEnd(EventFields exit, ProcessEnd end, String program, Origin origin) {
    endedBadly++;
    killed += end.signal() == 0 ? 0 : 1;
    int depth = exit.integer("depth", 0);
    trouble(exit.endNanos(), ENDED, program, end.words(), origin, exit.text("commandLine"));
    programs.of(program).endedBadly(end.words());
    who.of(program, origin.site(), way(exit.integer("spawnId", 0), depth)).endedBadly(end.words());
    sites.of(origin.site()).endedBadly(end.words());
    threads.of(origin.thread()).endedBadly(end.words());
  }

  private void addNative(EventFields start) {
    jvm.sawKernels();
    nativeStarts++;
    long nanos = start.startNanos();
    var told = Origin.told(start);
    var stack = Stack.sampled(start.text("sampledStackTrace"), told.site());
    var thread = told.thread().isEmpty() ? start.text("osThreadName") : told.thread();
    var origin = new Origin(thread, told.threadId(), stack.site());
    rate.add(nanos, true);
    stacks.add(stack.with("(native)"));
    for (var group : List.of(sites.of(origin.site()), threads.of(thread))) {
      group.start(nanos, true, "");
      group.thread(thread);
    }
    int pid = start.integer("pid", 0);
    int id = start.integer("spawnId", 0);
    if (!forest.isGone(jvm, id)) {
      var tree = forest.tree(jvm, id, pid);
      tree.startedBy(origin, StartKind.NATIVE);
      tree.verified(start.flag("stackVerified", false));
      forest.process(tree, pid, 1, start, nanos);
    }
  }

  private void addAdopted(EventFields process) {
    jvm.sawKernels();
    adopted++;
    int pid = process.integer("pid", 0);
    long told = process.moment("processStart");
    long started = told >= 0 ? told : process.startNanos();
    var origin = Origin.told(process);
    var tree = forest.tree(jvm, process.integer("spawnId", 0), pid);
    tree.startedBy(origin, StartKind.ADOPTED);
    forest
        .process(tree, pid, process.integer("depth", 0), process, process.startNanos())
        .adopted(process, started);
    var program = Words.program(process.text("executable"));
    var group = who.of(program, origin.site(), StartKind.ADOPTED.word());
    group.run(process.startNanos());
    group.example(process.text("commandLine"));
  }

  private void addJdks(EventFields start) {
    jvm.sawJdks();
    var stack = Stack.of(start.event());
    var origin = Origin.committed(start, stack.site());
    var command = start.text("command");
    var program = Words.programOf(command);
    addStart(start.startNanos(), stack, origin, program, command, "");
    int pid = start.integer("pid", 0);
    var tree = forest.tree(jvm, 0, pid);
    tree.startedBy(origin, StartKind.JAVA);
    forest.process(tree, pid, 1, start, start.startNanos()).asked(command, program);
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
            endedBadly,
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
        troubles.table(),
        forest.running(),
        forest.givenUp(),
        forest.shown(),
        stacks,
        rate);
  }
}
