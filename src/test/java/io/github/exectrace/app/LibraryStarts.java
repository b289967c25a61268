package io.github.exectrace.app;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.List;
import jnr.ffi.LibraryLoader;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/**
 * Starts processes through the libraries that applications call native functions with. Each method
 * does so on a line of its own, whose command is the method's name.
 */
public final class LibraryStarts {
  private static final CLibrary BY_JNA = Native.load("c", CLibrary.class);
  private static final JnrLibrary BY_JNR = LibraryLoader.create(JnrLibrary.class).load("c");
  private static final POSIX JNR_POSIX = POSIXFactory.getPOSIX();

  private LibraryStarts() {}

  /** Of the C library, through a proxy. */
  public interface CLibrary extends Library {
    int system(String command);
  }

  /** The same through JNR, which makes a class for it. */
  public interface JnrLibrary {
    int system(String command);
  }

  /** The same through JNA's registered native methods. */
  private static final class Direct {
    static {
      Native.register(Direct.class, "c");
    }

    static native int system(String command);
  }

  /** Called by the JVM. */
  public static void main(String[] arguments) throws Exception {
    // A start by ProcessBuilder waits until tracing is ready.
    new ProcessBuilder("/bin/true").start().waitFor();
    jnaProxy();
    jnaDirect();
    jnrFunction();
    jnrSpawn();
  }

  private static void jnaProxy() {
    check(BY_JNA.system(": jnaProxy; sleep 0.05"));
  }

  private static void jnaDirect() {
    check(Direct.system(": jnaDirect; sleep 0.05"));
  }

  private static void jnrFunction() {
    check(BY_JNR.system(": jnrFunction; sleep 0.05"));
  }

  private static void jnrSpawn() {
    var words = List.of("sh", "-c", ": jnrSpawn; sleep 0.05");
    long pid = JNR_POSIX.posix_spawnp("sh", List.of(), words, List.of("PATH=/usr/bin:/bin"));
    check(JNR_POSIX.waitpid(pid, new int[1], 0) == pid ? 0 : 1);
  }

  private static void check(int status) {
    if (status != 0) {
      throw new IllegalStateException("status " + status);
    }
  }
}
