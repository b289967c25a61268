package io.github.exectrace.jmc.page.table;

import io.github.exectrace.jmc.Background;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.swt.widgets.Control;

/**
 * Makes what a widget is to show off the UI thread; when the user wants something else meanwhile,
 * only that is shown. To be called on the UI thread. Plain SWT.
 */
public final class Latest {
  private final Control control;
  private int generation;

  /**
   * @param control after whose end nothing is shown any more
   */
  public Latest(Control control) {
    this.control = control;
  }

  /**
   * Returns at once.
   *
   * @param make runs on a thread of its own
   * @param show runs on the UI thread with what was made, if nothing newer is wanted by then
   */
  public <T> void make(Supplier<T> make, Consumer<T> show) {
    int mine = ++generation;
    var display = control.getDisplay();
    Background.THREADS.execute(
        () -> {
          try {
            var made = make.get();
            if (!display.isDisposed()) {
              display.asyncExec(
                  () -> {
                    if (!control.isDisposed() && mine == generation) {
                      show.accept(made);
                    }
                  });
            }
          } catch (RuntimeException e) {
            Background.log("Making what the page Process Execs shows", e);
          }
        });
  }
}
