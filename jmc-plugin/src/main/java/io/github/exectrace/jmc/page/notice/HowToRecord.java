package io.github.exectrace.jmc.page.notice;

import io.github.exectrace.jmc.Messages;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

/** What the page says of a recording without events: how to make one with them. */
public final class HowToRecord {
  private static final int WIDTH = 780;

  private final Composite composite;

  public HowToRecord(Composite parent) {
    composite = new Composite(parent, SWT.NONE);
    composite.setBackground(parent.getBackground());
    composite.setLayout(
        GridLayoutFactory.fillDefaults().numColumns(2).margins(20, 16).spacing(8, 6).create());
    var title = label(Messages.get("page.howTo.title"));
    title.setFont(JFaceResources.getHeaderFont());
    label(Messages.get("page.howTo.text"));
    way("page.howTo.start", "java -javaagent:exectrace.jar=recording=/tmp/app.jfr -jar app.jar");
    way(
        "page.howTo.recorder",
        "java -javaagent:exectrace.jar -XX:StartFlightRecording=filename=/tmp/app.jfr -jar"
            + " app.jar");
    way("page.howTo.attach", "java -jar exectrace.jar attach PID recording=/tmp/app.jfr");
    label(Messages.get("page.howTo.rights"));
  }

  /** The widget. */
  public Composite composite() {
    return composite;
  }

  private Label label(String text) {
    var label = new Label(composite, SWT.WRAP);
    label.setBackground(composite.getBackground());
    label.setText(text);
    label.setLayoutData(
        GridDataFactory.fillDefaults().span(2, 1).hint(WIDTH, SWT.DEFAULT).indent(0, 6).create());
    return label;
  }

  private void way(String key, String command) {
    label(Messages.get(key));
    var text = new Text(composite, SWT.BORDER | SWT.READ_ONLY);
    text.setFont(JFaceResources.getTextFont());
    text.setText(command);
    text.setLayoutData(
        GridDataFactory.fillDefaults()
            .hint(WIDTH, SWT.DEFAULT)
            .align(SWT.FILL, SWT.CENTER)
            .create());
    var copy = new Button(composite, SWT.PUSH);
    copy.setText(Messages.get("page.howTo.copy"));
    copy.addListener(SWT.Selection, event -> copy(command));
  }

  private void copy(String command) {
    var clipboard = new Clipboard(composite.getDisplay());
    try {
      clipboard.setContents(new Object[] {command}, new Transfer[] {TextTransfer.getInstance()});
    } finally {
      clipboard.dispose();
    }
  }
}
