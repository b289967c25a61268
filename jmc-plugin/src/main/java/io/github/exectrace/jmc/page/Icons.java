package io.github.exectrace.jmc.page;

import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.swt.widgets.Display;

/** The plug-in's own icons. */
final class Icons {
  private Icons() {}

  /** Of the page, in the outline and on top of the form. */
  static ImageDescriptor page() {
    // A file with @2x in its name, beside this one, is found by SWT where pixels are small.
    return of(isDark() ? "process-execs_dark.png" : "process-execs.png");
  }

  private static ImageDescriptor of(String file) {
    return ImageDescriptor.createFromURL(Icons.class.getResource("/icons/" + file));
  }

  private static boolean isDark() {
    var display = Display.getCurrent();
    return display != null && Display.isSystemDarkTheme();
  }
}
