package io.github.exectrace.cli;

/** The command line. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.out.println("exectrace " + Main.class.getPackage().getImplementationVersion());
  }
}
