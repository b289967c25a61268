package io.github.exectrace.agent;

import java.io.IOException;
import java.lang.module.ModuleFinder;

/**
 * A module of the JDK that only a part of this program takes, and that a run-time image made with
 * jlink, or an application that is a module itself, may be without. Runs in the application's own
 * module, too, like {@link Bootstrap}.
 */
public enum OptionalModule {
  /** Flight Recorder: the agent, and {@code report}. */
  RECORDER("jdk.jfr"),
  /** Loading agents into running JVMs: {@code attach}. */
  ATTACH("jdk.attach"),
  /** The HTTP server: {@code sidecar}, unless it is given the namespace otherwise. */
  HTTP_SERVER("jdk.httpserver");

  private final String module;

  OptionalModule(String module) {
    this.module = module;
  }

  /** The module's name. */
  public String module() {
    return module;
  }

  /** Whether this JVM has it. */
  public boolean isThere() {
    return ModuleLayer.boot().findModule(module).isPresent();
  }

  /** That it is missing, and why. */
  public String complaint() {
    return isInImage()
        ? "the module " + module + " is not among this application's modules"
        : "this Java, " + home() + ", is an image without the module " + module;
  }

  /** What to do about it: a JVM that is to add a module that its image lacks does not start. */
  public String advice() {
    return isInImage()
        ? "add --add-modules " + module
        : "make the image with jlink --add-modules …," + module + ", or use a full JDK";
  }

  /**
   * To be called by a command before any class that knows types of the module is loaded.
   *
   * @throws IOException with a sentence if the module is missing
   */
  public void require() throws IOException {
    requireOr("");
  }

  /**
   * The same, with another way out.
   *
   * @param otherwise what else can be done
   */
  public void requireOr(String otherwise) throws IOException {
    if (!isThere()) {
      throw new IOException(
          "this command cannot work: "
              + complaint()
              + "; "
              + advice()
              + (otherwise.isEmpty() ? "" : ", or " + otherwise));
    }
  }

  private boolean isInImage() {
    return ModuleFinder.ofSystem().find(module).isPresent();
  }

  private static String home() {
    return System.getProperty("java.home");
  }
}
