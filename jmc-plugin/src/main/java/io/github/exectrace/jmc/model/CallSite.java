package io.github.exectrace.jmc.model;

import io.github.exectrace.events.Frames;
import io.github.exectrace.jmc.Messages;
import io.github.exectrace.text.VisibleText;
import java.util.Objects;
import org.openjdk.jmc.common.IMCFrame;
import org.openjdk.jmc.common.IMCStackTrace;

/**
 * The line of the application that asked for a process: equal however it was learnt, from the text
 * of an agent's event or from a recorded stack. Immutable.
 */
public final class CallSite implements Comparable<CallSite> {
  /** No line of the application is known. */
  static final CallSite UNKNOWN = new CallSite(null, -1);

  private final String method; // com.acme.Pdf.render; null if not known
  private final int line; // -1 if not known

  private CallSite(String method, int line) {
    this.method = method;
    this.line = line;
  }

  /** From a text such as {@code com.acme.Pdf.render(Pdf.java:42)}. */
  static CallSite parse(String text) {
    if (text == null || text.isEmpty()) {
      return UNKNOWN;
    }
    int open = text.indexOf('(');
    if (open < 0) {
      return new CallSite(text, -1);
    }
    int colon = text.lastIndexOf(':');
    return new CallSite(text.substring(0, open), colon < open ? -1 : line(text, colon + 1));
  }

  private static int line(String text, int from) {
    int value = 0;
    int at = from;
    for (; at < text.length() && Character.isDigit(text.charAt(at)); at++) {
      value = value * 10 + text.charAt(at) - '0';
    }
    return at == from ? -1 : value;
  }

  /** The innermost frame that belongs neither to the JDK nor to the agent. */
  static CallSite of(IMCStackTrace stack) {
    if (stack == null) {
      return UNKNOWN;
    }
    for (var frame : stack.getFrames()) {
      var method = frame.getMethod();
      if (method != null && method.getType() != null) {
        var type = method.getType().getFullName();
        if (Frames.isApplication(type)) {
          return new CallSite(VisibleText.guard(type + "." + method.getMethodName()), line(frame));
        }
      }
    }
    return UNKNOWN;
  }

  private static int line(IMCFrame frame) {
    var line = frame.getFrameLineNumber();
    return line == null || line <= 0 ? -1 : line;
  }

  /** Whether there is a line to show. */
  public boolean isKnown() {
    return method != null;
  }

  /** The method with its class, such as {@code com.acme.Pdf.render}; a text if not known. */
  public String method() {
    return isKnown() ? method : Messages.get("model.callSite.unknown");
  }

  /** The line; -1 if it is not known. */
  public int line() {
    return line;
  }

  @Override
  public int compareTo(CallSite other) {
    int byMethod = method().compareTo(other.method());
    return byMethod != 0 ? byMethod : Integer.compare(line, other.line);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CallSite
        && Objects.equals(method, ((CallSite) other).method)
        && line == ((CallSite) other).line;
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hashCode(method) + line;
  }

  /** For example {@code com.acme.Pdf.render:42}. */
  @Override
  public String toString() {
    return line < 0 ? method() : method + ":" + line;
  }
}
