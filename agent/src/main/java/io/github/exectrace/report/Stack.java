package io.github.exectrace.report;

import io.github.exectrace.events.Frames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;

/**
 * The stack of a start.
 *
 * @param frames its methods, outermost first
 * @param site the innermost line of the application; empty if there is none
 */
record Stack(List<String> frames, String site) {
  private static final int DEEPEST = 200;
  private static final String UNKNOWN = "?";
  private static final String PLATFORM_LOADER =
      "jdk.internal.loader.ClassLoaders$PlatformClassLoader";

  static Stack of(RecordedEvent event) {
    var trace = event.getStackTrace();
    if (trace == null) {
      return new Stack(List.of(), "");
    }
    var names = new ArrayList<String>();
    var site = "";
    for (var frame : trace.getFrames()) {
      var method = frame == null ? null : frame.getMethod();
      if (method == null || !frame.isJavaFrame() || names.size() == DEEPEST) {
        continue;
      }
      var type = method.getType();
      var name =
          Words.type(typeName(type)) + "." + Objects.requireNonNullElse(method.getName(), UNKNOWN);
      if (site.isEmpty() && isApplication(type)) {
        site = name + line(frame);
      }
      names.add(name);
    }
    Collections.reverse(names);
    return new Stack(names, site);
  }

  private static String line(RecordedFrame frame) {
    return frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber();
  }

  private static String typeName(RecordedClass type) {
    // The class has no method for its name that takes the lack of one.
    return type == null || type.getValue("name") == null ? UNKNOWN : type.getName();
  }

  private static boolean isApplication(RecordedClass type) {
    var loader = type == null ? null : type.getClassLoader();
    if (loader == null || isJdk(loader.getType())) {
      return false;
    }
    var name = typeName(type);
    return !name.startsWith("io.github.exectrace.") || Frames.isApplication(name);
  }

  /**
   * Not by the loader's name, which any can have, and most have none: those of frameworks, plug-ins
   * and application servers.
   */
  private static boolean isJdk(RecordedClass loader) {
    return loader == null || typeName(loader).equals(PLATFORM_LOADER);
  }

  /** Of a stack as text, one line a frame and the innermost first. */
  static Stack sampled(String text, String site) {
    var names = new ArrayList<String>();
    var found = site;
    for (var line : text.lines().map(String::strip).toList()) {
      if (line.isEmpty() || names.size() == DEEPEST) {
        continue;
      }
      int place = line.indexOf('(');
      var name = Words.type(place < 0 ? line : line.substring(0, place));
      if (found.isEmpty() && Frames.isApplication(name)) {
        found = Words.site(line);
      }
      names.add(name);
    }
    Collections.reverse(names);
    return new Stack(names, found);
  }

  /** The methods and behind them the program. */
  List<String> with(String program) {
    var all = new ArrayList<>(frames);
    all.add(program);
    return all;
  }
}
