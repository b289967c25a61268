package io.github.exectrace.app;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Child processes that are made bypassing ProcessBuilder, by the library native_children.c. Each
 * method waits for its child and starts it on the line before its closing brace.
 */
public final class NativeChildren {
  private static final String LIBRARY = System.getProperty("native.children");
  private static final SymbolLookup FUNCTIONS =
      SymbolLookup.libraryLookup(Path.of(LIBRARY), Arena.global());
  private static final MethodHandle SYSTEM = function("by_system");
  private static final MethodHandle POPEN = function("by_popen");
  private static final MethodHandle POSIX_SPAWN = function("by_posix_spawn");
  private static final MethodHandle FORK = function("by_fork");
  private static final MethodHandle VFORK = function("by_vfork");

  static {
    System.load(LIBRARY);
  }

  private NativeChildren() {}

  /** A way to make a child, and what the application itself has to say of it. */
  public enum Way {
    SYSTEM,
    POPEN,
    POSIX_SPAWN,
    FORK,
    VFORK,
    JNI;

    /** Runs a shell command in a child and waits for its end. */
    public void run(String command) {
      int result =
          switch (this) {
            case SYSTEM -> bySystem(command);
            case POPEN -> byPopen(command);
            case POSIX_SPAWN -> byPosixSpawn(command);
            case FORK -> byFork(command);
            case VFORK -> byVfork(command);
            case JNI -> throughJni(command);
          };
      if (result < 0) {
        throw new IllegalStateException(this + " of " + command + " failed");
      }
    }

    /** The method of this class that does it. */
    public String method() {
      return switch (this) {
        case SYSTEM -> "bySystem";
        case POPEN -> "byPopen";
        case POSIX_SPAWN -> "byPosixSpawn";
        case FORK -> "byFork";
        case VFORK -> "byVfork";
        case JNI -> "byJni";
      };
    }
  }

  private static MethodHandle function(String name) {
    return Linker.nativeLinker()
        .downcallHandle(
            FUNCTIONS.find(name).orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  }

  private static int bySystem(String command) {
    return call(SYSTEM, command);
  }

  private static int byPopen(String command) {
    return call(POPEN, command);
  }

  private static int byPosixSpawn(String command) {
    return call(POSIX_SPAWN, command);
  }

  private static int byFork(String command) {
    return call(FORK, command);
  }

  private static int byVfork(String command) {
    return call(VFORK, command);
  }

  private static int throughJni(String command) {
    return byJni(command);
  }

  private static native int byJni(String command);

  private static int call(MethodHandle function, String command) {
    try (var arena = Arena.ofConfined()) {
      return (int) function.invokeExact(arena.allocateFrom(command));
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new AssertionError("a downcall declares no exception", impossible);
    }
  }
}
