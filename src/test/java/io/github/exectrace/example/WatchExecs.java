package io.github.exectrace.example;

import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import java.io.IOException;

/** The README's example of the library: the next ten programs that the machine executes. */
public final class WatchExecs {
  private WatchExecs() {}

  /** Prints them and ends. */
  public static void main(String[] arguments) throws IOException {
    var options = TracerOptions.defaults().withScope(new Scope.WholeSystem());
    int left = 10;
    try (var tracer = Tracer.open(options)) {
      for (var event : tracer) {
        if (event instanceof ProcessEvent.Exec exec) {
          System.out.println(exec.head().pid() + " " + exec.arguments().toCommandLine());
          if (--left == 0) {
            break;
          }
        }
      }
      System.out.println(tracer.ledger());
    }
  }
}
