package io.github.exectrace.app;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs commands one after the other and prints of each its pid and exit code. Arguments {@code --}
 * separate the commands; one that begins with {@code @} names a command's working directory. Ends
 * with the exit code that the system property {@code exit} names.
 */
public final class Commands {
  private Commands() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws InterruptedException {
    var command = new ArrayList<String>();
    for (var argument : arguments) {
      if (argument.equals("--")) {
        run(command);
        command.clear();
      } else {
        command.add(argument);
      }
    }
    run(command);
    System.exit(Integer.getInteger("exit", 0));
  }

  private static void run(List<String> command) throws InterruptedException {
    if (command.isEmpty()) {
      return;
    }
    var builder = new ProcessBuilder().redirectOutput(Redirect.DISCARD);
    if (command.getFirst().startsWith("@")) {
      builder.directory(new File(command.removeFirst().substring(1)));
    }
    try {
      var process = start(builder.command(command));
      process.getOutputStream().close();
      System.out.println(process.pid() + " " + process.waitFor());
    } catch (IOException failure) {
      System.out.println(failure.getMessage());
    }
  }

  private static Process start(ProcessBuilder builder) throws IOException {
    return builder.start();
  }
}
