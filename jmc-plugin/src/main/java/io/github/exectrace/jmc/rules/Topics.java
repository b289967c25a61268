package io.github.exectrace.jmc.rules;

/** What the results of the rules are about, by which JMC attaches them to pages. */
public final class Topics {
  /** The page of processes. */
  public static final String PROCESS_EXECS = "exectrace.process_execs";

  private Topics() {}
}
