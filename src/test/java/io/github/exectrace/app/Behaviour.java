package io.github.exectrace.app;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Does with processes what applications do, and prints all that they can see of it. */
public final class Behaviour {
  private Behaviour() {}

  @FunctionalInterface
  private interface Start {
    Process start() throws IOException;
  }

  /** Called by the JVM. */
  public static void main(String[] arguments) throws Exception {
    exitCodes();
    streams();
    files();
    environment();
    handles();
    endings();
    failures();
    System.err.println("the application's own line");
    System.exit(9);
  }

  private static void exitCodes() throws Exception {
    for (var script : List.of("exit 0", "exit 1", "exit 42", "exit 255", "kill -9 $$")) {
      var process = shell(script).start();
      System.out.println(script + ": " + process.waitFor() + " " + process.isAlive());
    }
  }

  private static void streams() throws Exception {
    var process = shell("echo out; echo err >&2; cat; exit 4").start();
    try (var in = process.outputWriter()) {
      in.write("through cat\n");
    }
    System.out.println(text(process.getInputStream().readAllBytes()));
    System.out.println(text(process.getErrorStream().readAllBytes()));
    System.out.println(process.waitFor());

    var merged = shell("echo out; echo err >&2").redirectErrorStream(true).start();
    System.out.println(text(merged.getInputStream().readAllBytes()));
    System.out.println(merged.getErrorStream().readAllBytes().length);

    System.out.println(shell("echo inherited; echo inherited >&2").inheritIO().start().waitFor());
    var pipeline =
        ProcessBuilder.startPipeline(
            List.of(shell("echo abc"), new ProcessBuilder("tr", "a-c", "x-z"), shell("cat")));
    System.out.println(text(pipeline.getLast().getInputStream().readAllBytes()));
    for (var part : pipeline) {
      System.out.println(part.waitFor());
    }
    var viaRuntime = Runtime.getRuntime().exec(new String[] {"sh", "-c", "echo $0 $1", "a b", "c"});
    System.out.println(text(viaRuntime.getInputStream().readAllBytes()));
  }

  private static void files() throws Exception {
    var file = Files.createTempFile("behaviour", ".txt");
    try {
      shell("echo first").redirectOutput(file.toFile()).start().waitFor();
      shell("echo second").redirectOutput(Redirect.appendTo(file.toFile())).start().waitFor();
      shell("echo third >&2").redirectError(Redirect.appendTo(file.toFile())).start().waitFor();
      System.out.println(Files.readString(file));
      var reader = new ProcessBuilder("cat").redirectInput(file.toFile()).start();
      System.out.println(text(reader.getInputStream().readAllBytes()));
    } finally {
      Files.delete(file);
    }
    var elsewhere = new ProcessBuilder("pwd").directory(new File("/usr")).start();
    System.out.println(text(elsewhere.getInputStream().readAllBytes()));
  }

  private static void environment() throws Exception {
    var builder = new ProcessBuilder("/usr/bin/env");
    builder.environment().clear();
    builder.environment().put("ONE", "1 and more");
    builder.environment().put("TWO", "");
    var lines = text(builder.start().getInputStream().readAllBytes()).lines().sorted().toList();
    System.out.println(lines);
    var inherited =
        text(new ProcessBuilder("/usr/bin/env").start().getInputStream().readAllBytes());
    System.out.println(inherited.lines().sorted().collect(Collectors.joining("\n")));
  }

  private static void handles() throws Exception {
    var own = ProcessHandle.current();
    var process = shell("sleep 30 & wait").start();
    var handle = process.toHandle();
    while (process.descendants().count() < 1 || !isSleep(process)) {
      Thread.onSpinWait();
    }
    System.out.println(process.supportsNormalTermination() + " " + process.isAlive());
    System.out.println(handle.parent().equals(Optional.of(own)));
    System.out.println(own.children().count() + " " + own.descendants().count());
    System.out.println(process.children().count() + " " + process.descendants().count());
    System.out.println(process.info().command().map(Path::of).map(Path::getNameCount).isPresent());
    System.out.println(process.info().arguments().map(Arrays::toString));
    System.out.println(process.info().user() + " " + process.info().startInstant().isPresent());
    System.out.println(process.pid() == handle.pid());
    System.out.println(process.waitFor(10, TimeUnit.MILLISECONDS));
    try {
      System.out.println(process.exitValue());
    } catch (IllegalThreadStateException running) {
      System.out.println(running);
    }
    var descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    System.out.println(process.waitFor() + " " + process.isAlive());
    System.out.println(own.children().count());
  }

  private static boolean isSleep(Process process) {
    return process
        .descendants()
        .allMatch(child -> child.info().command().filter(it -> it.endsWith("sleep")).isPresent());
  }

  private static void endings() throws Exception {
    var ended = shell("exit 6").start();
    System.out.println(ended.onExit().get(20, TimeUnit.SECONDS).exitValue());
    var handled = shell("exit 6").start().toHandle();
    System.out.println(handled.onExit().get(20, TimeUnit.SECONDS).isAlive());
    var destroyed = new ProcessBuilder("sleep", "30").start();
    destroyed.destroy();
    System.out.println(destroyed.waitFor());
    System.out.println(destroyed.toHandle().destroy());
  }

  private static void failures() {
    fail(() -> new ProcessBuilder("/no/such/program").start());
    fail(() -> new ProcessBuilder("no-such-program-on-the-path", "argument").start());
    fail(() -> new ProcessBuilder("/etc").start());
    fail(() -> new ProcessBuilder("/etc/passwd").start());
    fail(() -> new ProcessBuilder("true").directory(new File("/no/such/directory")).start());
    fail(() -> new ProcessBuilder("true").directory(new File("/etc/passwd")).start());
    fail(() -> new ProcessBuilder("nul\0inside").start());
    fail(() -> new ProcessBuilder("true", null).start());
    fail(() -> new ProcessBuilder().start());
    fail(() -> new ProcessBuilder("true", "x".repeat(10_000_000)).start());
    fail(() -> new ProcessBuilder("true").redirectOutput(new File("/no/such/file")).start());
    fail(() -> Runtime.getRuntime().exec(new String[] {"/no/such/program"}));
    fail(() -> ProcessBuilder.startPipeline(List.of(new ProcessBuilder("/no/such"))).getFirst());
  }

  /** Prints the full exception, with each line of its stack. */
  private static void fail(Start start) {
    try {
      System.out.println("started: " + start.start().isAlive());
    } catch (IOException | RuntimeException failure) {
      for (Throwable each = failure; each != null; each = each.getCause()) {
        System.out.println(each);
        Arrays.stream(each.getStackTrace()).forEach(frame -> System.out.println("  " + frame));
      }
    }
  }

  private static ProcessBuilder shell(String script) {
    return new ProcessBuilder("sh", "-c", script);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
