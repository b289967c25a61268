package io.github.exectrace.app;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Does once what an application should not do with processes: each argument names what. What it
 * leaves running ends by itself some seconds later.
 */
public final class Problems {
  private Problems() {}

  private static final int STORM = 60;
  private static final int LONG = 2_000;

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    for (var problem : arguments) {
      switch (problem) {
        case "none" -> none();
        case "shells" -> shells();
        case "failures" -> failures();
        case "storm" -> storm();
        case "helpers" -> helpers();
        case "leftovers" -> leftovers();
        case "kills" -> kills();
        case "long" -> run("/usr/bin/seq", "-s", "x".repeat(LONG), "2");
        case "stopped" -> stopped();
        case "native" -> pastProcessBuilder();
        default -> throw new IllegalArgumentException(problem);
      }
    }
  }

  private static void none() throws IOException, InterruptedException {
    for (int i = 1; i <= 3; i++) {
      run("/usr/bin/seq", Integer.toString(i));
    }
  }

  private static void shells() throws IOException, InterruptedException {
    for (var name : List.of("a", "b", "c", "d", "e", "f")) {
      run("/bin/sh", "-c", "seq 1 >/tmp/exectrace-no-such-folder/" + name);
    }
  }

  private static void failures() throws IOException, InterruptedException {
    for (var program : List.of("no-such-program", "no-such-program", "/etc/passwd")) {
      try {
        run(program);
      } catch (IOException expected) {
        System.out.println(expected.getMessage());
      }
    }
  }

  private static void storm() throws IOException, InterruptedException {
    for (int i = 0; i < STORM; i++) {
      run("/usr/bin/seq", "1");
    }
  }

  private static void helpers() throws IOException, InterruptedException {
    run("/usr/bin/id");
    run("/bin/sh", "-c", "uname -a; exit 0");
  }

  private static void leftovers() throws IOException, InterruptedException {
    run("/bin/sh", "-c", "sleep 20 >/dev/null 2>&1 & exit 0");
    start("/bin/sleep", "20");
  }

  private static void kills() throws IOException, InterruptedException {
    run("/bin/sh", "-c", "kill -KILL $$");
    start("/bin/sleep", "60").destroy();
  }

  /** Execs more than a small ring buffer holds, while this JVM cannot read it. */
  private static void stopped() throws IOException, InterruptedException {
    run(
        "/bin/sh",
        "-c",
        "kill -STOP $PPID; for i in $(seq 200); do /bin/true "
            + "x".repeat(LONG)
            + "; done; kill -CONT $PPID");
  }

  private static void pastProcessBuilder() throws IOException, InterruptedException {
    run("/usr/bin/seq", "1"); // which waits until tracing is ready, as the next start does not
    System.out.println(system("seq 1 >/dev/null"));
  }

  private static int system(String command) {
    try (var arena = Arena.ofConfined()) {
      var linker = Linker.nativeLinker();
      var system =
          linker.downcallHandle(
              linker.defaultLookup().find("system").orElseThrow(),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
      return (int) system.invokeExact(NativeMemory.copy(arena, command));
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    start(command).waitFor();
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .directory(new File("/"))
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
  }
}
