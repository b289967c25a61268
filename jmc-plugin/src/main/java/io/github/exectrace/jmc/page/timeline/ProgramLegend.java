package io.github.exectrace.jmc.page.timeline;

import io.github.exectrace.jmc.Messages;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

/** Which colour is which program. Plain SWT. */
public final class ProgramLegend {
  private static final int SWATCH = 11;

  private final Composite composite;

  public ProgramLegend(Composite parent) {
    composite = new Composite(parent, SWT.NONE);
    composite.setBackground(parent.getBackground());
    var layout = new RowLayout(SWT.HORIZONTAL);
    layout.center = true;
    layout.spacing = 4;
    layout.marginTop = 1;
    layout.marginBottom = 1;
    composite.setLayout(layout);
  }

  /** The widget. */
  public Composite composite() {
    return composite;
  }

  /** Shows these in place of what was shown before. */
  public void show(ProgramColors colors) {
    for (var child : composite.getChildren()) {
      child.dispose();
    }
    colors.own().forEach((program, color) -> add(color, program));
    if (colors.hasOthers()) {
      add(ProgramColors.OTHER, Messages.get("page.legend.others"));
    }
    if (colors.hasFailures()) {
      add(ProgramColors.FAILED, Messages.get("page.legend.failed"));
    }
    composite.requestLayout();
  }

  private void add(java.awt.Color color, String text) {
    var fill = new Color(color.getRed(), color.getGreen(), color.getBlue());
    var swatch = new Canvas(composite, SWT.NONE);
    // Painted, as the dark theme sets the background of all widgets.
    swatch.addPaintListener(
        event -> {
          event.gc.setBackground(fill);
          event.gc.fillRectangle(swatch.getClientArea());
        });
    swatch.setLayoutData(new org.eclipse.swt.layout.RowData(SWATCH, SWATCH));
    var label = new Label(composite, SWT.NONE);
    label.setBackground(composite.getBackground());
    label.setText(text.isEmpty() ? "?" : text.replace("&", "&&") + "  ");
  }
}
