package io.github.exectrace.jmc.model;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmc.common.IMCFrame;
import org.openjdk.jmc.common.IMCStackTrace;
import org.openjdk.jmc.common.util.MCFrame;
import org.openjdk.jmc.common.util.MCMethod;
import org.openjdk.jmc.common.util.MCStackTrace;
import org.openjdk.jmc.common.util.MethodToolkit;

/** Reads a stack that is a text, one frame a line. */
final class StackText {
  /** A text does not have parameters and result, which JMC shows with each method. */
  private static final String UNKNOWN_DESCRIPTOR = "(L\u2026;)L?;";

  private StackText() {}

  /**
   * As {@link StackTraceElement} writes it: {@code com.acme.Pdf.render(Pdf.java:42)}. Lines without
   * a class and a method are left out.
   */
  static IMCStackTrace parse(String text) {
    var frames = new ArrayList<IMCFrame>();
    text.lines().map(String::strip).forEach(line -> addFrame(line, frames));
    return new MCStackTrace(frames, IMCStackTrace.TruncationState.UNKNOWN);
  }

  private static void addFrame(String text, List<IMCFrame> frames) {
    var site = CallSite.parse(text);
    int dot = site.isKnown() ? site.method().lastIndexOf('.') : -1;
    if (dot <= 0) {
      return;
    }
    // Behind a slash, module or class loader stand before the class.
    var type = site.method().substring(site.method().lastIndexOf('/', dot) + 1, dot);
    boolean isNative = text.endsWith("(Native Method)");
    var method =
        new MCMethod(
            MethodToolkit.typeFromBinaryJLS(type),
            site.method().substring(dot + 1),
            UNKNOWN_DESCRIPTOR,
            0,
            isNative);
    frames.add(
        new MCFrame(
            method, null, site.line(), isNative ? IMCFrame.Type.NATIVE : IMCFrame.Type.UNKNOWN));
  }
}
