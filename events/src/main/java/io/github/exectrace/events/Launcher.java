package io.github.exectrace.events;

/** The JDK's helper, which it starts in place of a program and which then becomes that program. */
public final class Launcher {
  /** Its file name, in the folder {@code lib} of the JDK. */
  public static final String NAME = "jspawnhelper";

  private Launcher() {}
}
