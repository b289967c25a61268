package io.github.exectrace.jmc.page.notice;

import io.github.exectrace.jmc.model.Warning;
import java.util.List;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

/** A line for each thing that the recording does not say: losses in yellow. */
public final class WarningBanner {
  private static final Color LOSS = new Color(255, 236, 179);
  private static final Color LACK = new Color(232, 240, 250);
  private static final Color TEXT = new Color(33, 33, 33);

  private final Composite composite;

  /** Takes no room until there is something to {@link #show}. */
  public WarningBanner(Composite parent) {
    composite = new Composite(parent, SWT.NONE);
    composite.setLayout(GridLayoutFactory.fillDefaults().spacing(0, 1).create());
    composite.setLayoutData(
        GridDataFactory.fillDefaults().grab(true, false).exclude(true).create());
  }

  /** The widget, which wants to lie in a GridLayout. */
  public Composite composite() {
    return composite;
  }

  /** Shows these in place of what was shown before. */
  public void show(List<Warning> warnings) {
    for (var child : composite.getChildren()) {
      child.dispose();
    }
    warnings.forEach(this::add);
    ((org.eclipse.swt.layout.GridData) composite.getLayoutData()).exclude = warnings.isEmpty();
    composite.setVisible(!warnings.isEmpty());
    composite.getParent().layout(true, true);
  }

  private void add(Warning warning) {
    var line = new Composite(composite, SWT.NONE);
    line.setLayout(GridLayoutFactory.fillDefaults().numColumns(2).margins(6, 4).create());
    line.setLayoutData(GridDataFactory.fillDefaults().grab(true, false).create());
    line.setBackground(warning.isLoss() ? LOSS : LACK);
    var icon = new Label(line, SWT.NONE);
    icon.setImage(
        JFaceResources.getImage(
            warning.isLoss() ? Dialog.DLG_IMG_MESSAGE_WARNING : Dialog.DLG_IMG_MESSAGE_INFO));
    icon.setBackground(line.getBackground());
    var text = new Label(line, SWT.WRAP);
    text.setText(warning.text());
    text.setForeground(TEXT);
    text.setBackground(line.getBackground());
    // Wide enough to break lines by the width that there is, not by what the text would like.
    text.setLayoutData(
        GridDataFactory.fillDefaults()
            .grab(true, false)
            .align(SWT.FILL, SWT.CENTER)
            .hint(200, SWT.DEFAULT)
            .create());
  }
}
