package io.github.exectrace.app;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Starts programs whose names, folders, interpreters, threads and failures are made to look like
 * something else. Argument: a folder of its own.
 */
public final class HostileNames {
  /** Makes up an event, clears the screen, turns the writing and hides. */
  public static final String NAME =
      "\nforged = 1\u001b[2J\u202e\u3164\n}\n\nexectrace.ProcessExec {\n  pid = 1";

  private HostileNames() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws Exception {
    var folder = Files.createDirectory(Path.of(arguments[0]).resolve("d" + NAME));
    var program = Files.copy(Path.of("/bin/sleep"), folder.resolve("p" + NAME));
    var script =
        Files.writeString(folder.resolve("s" + NAME), "#!" + hidden() + "\nexec sleep 0.2\n");
    for (var file : new Path[] {program, script}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    run(folder, program.toString(), "0.2");
    run(folder, script.toString());
    run(folder, "/no/such" + NAME);
    var thread =
        new Thread(() -> callSystem("sleep 0.2; true"), "t" + (arguments.length > 1 ? NAME : ""));
    thread.start();
    thread.join();
  }

  /** A shell by a name without line breaks, which would end a script's first line. */
  private static Path hidden() throws IOException {
    return Files.createSymbolicLink(
        Files.createTempDirectory("x").resolve("i\u001b[2J\u202e\u3164forged"), Path.of("/bin/sh"));
  }

  private static void run(Path folder, String... command) throws InterruptedException {
    try {
      new ProcessBuilder(command).directory(folder.toFile()).start().waitFor();
    } catch (IOException failed) {
      // One is meant to.
    }
  }

  private static void callSystem(String command) {
    var linker = Linker.nativeLinker();
    try (var arena = Arena.ofConfined()) {
      var system =
          linker.downcallHandle(
              linker.defaultLookup().find("system").orElseThrow(),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
      int result = (int) system.invokeExact(NativeMemory.copy(arena, command));
      if (result != 0) {
        throw new IllegalStateException("system returned " + result);
      }
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }
}
