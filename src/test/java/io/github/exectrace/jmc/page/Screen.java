package io.github.exectrace.jmc.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** An X server without a monitor, for SWT. Ends with the JVM. */
public final class Screen {
  private static Process server;

  private Screen() {}

  /** Starts it, once, and has this process use it. Before the first class of SWT is loaded. */
  public static synchronized void use() {
    if (server != null) {
      return;
    }
    try {
      server =
          new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1400x900x24")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
      try (var output =
          new BufferedReader(
              new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
        setEnvironment("DISPLAY", ":" + output.readLine());
      }
      setEnvironment("GDK_BACKEND", "x11");
      setEnvironment("NO_AT_BRIDGE", "1"); // no bus to look for assistive tools on
    } catch (IOException e) {
      throw new UncheckedIOException("needs Xvfb: apt install xvfb libgtk-3-0", e);
    }
  }

  /** For C code in this process, which a JVM cannot do. */
  private static void setEnvironment(String name, String value) {
    var linker = Linker.nativeLinker();
    var setenv =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setenv"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (var arena = Arena.ofConfined()) {
      var ignored =
          (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
