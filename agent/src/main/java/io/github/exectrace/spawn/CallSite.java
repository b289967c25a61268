package io.github.exectrace.spawn;

import static java.lang.StackWalker.Option.RETAIN_CLASS_REFERENCE;

import io.github.exectrace.text.VisibleText;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the line of the application that is responsible for what a thread does. */
public final class CallSite {
  // Of the JDK and the agent there are some ten frames; fewer than that would take a second look.
  private static final int FRAMES_AT_ONCE = 16;
  private static final StackWalker WALKER =
      StackWalker.getInstance(Set.of(RETAIN_CLASS_REFERENCE), FRAMES_AT_ONCE);
  private static final Module OWN = CallSite.class.getModule();
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
  // What lies between an application's line and the native function that it calls: JNA, jffi and
  // all of JNR above it. The JDK's own way (FFM) is in its modules.
  private static final List<String> GLUE = List.of("com.sun.jna.", "com.kenai.jffi.", "jnr.");
  // Classes made at run time, in the application's loaders: JNR's (…$jnr$ffi$0), and proxies, with
  // which JNA implements the application's interface (jdk.proxy2.$Proxy5, com.acme.$Proxy5).
  private static final List<String> GENERATED = List.of("$jnr$", "$Proxy");

  private CallSite() {}

  /**
   * The innermost frame of the current thread that is a line of Java and belongs neither to the JDK
   * nor to this agent nor to what calls native functions for the application, for example {@code
   * com.acme.Pdf.render(Pdf.java:42)}. Costs some microseconds, more where little is compiled.
   */
  public static Optional<String> current() {
    return WALKER.walk(CallSite::firstOfApplication);
  }

  private static Optional<String> firstOfApplication(Stream<StackFrame> frames) {
    return frames
        .filter(frame -> isApplication(frame.getDeclaringClass()))
        .filter(frame -> !frame.isNativeMethod() && !isGlue(frame.getClassName()))
        .findFirst()
        .map(StackFrame::toStackTraceElement)
        .map(CallSite::describe);
  }

  private static boolean isApplication(Class<?> type) {
    return isApplication(type.getClassLoader()) && !type.getModule().equals(OWN);
  }

  private static boolean isApplication(ClassLoader loader) {
    return loader != null && !loader.equals(PLATFORM);
  }

  /** The same frame of a stack trace, which names modules but knows no classes. */
  static Optional<String> in(List<StackTraceElement> frames) {
    return frames.stream().filter(CallSite::isApplication).findFirst().map(CallSite::describe);
  }

  private static boolean isGlue(String className) {
    return GLUE.stream().anyMatch(className::startsWith)
        || GENERATED.stream().anyMatch(className::contains);
  }

  private static boolean isApplication(StackTraceElement frame) {
    if (frame.isNativeMethod() || isGlue(frame.getClassName())) {
      return false;
    }
    var name = frame.getModuleName();
    if (name == null) {
      return true;
    }
    var module = ModuleLayer.boot().findModule(name);
    return !name.equals(OWN.getName())
        && (module.isEmpty() || isApplication(module.get().getClassLoader()));
  }

  /** Like StackTraceElement.toString, without the names of class loader and module; visible. */
  static String describe(StackTraceElement frame) {
    return VisibleText.of(text(frame));
  }

  private static String text(StackTraceElement frame) {
    var place = frame.getClassName() + "." + frame.getMethodName();
    if (frame.isNativeMethod()) {
      return place + "(Native Method)";
    }
    if (frame.getFileName() == null) {
      return place + "(Unknown Source)";
    }
    return frame.getLineNumber() < 0
        ? place + "(" + frame.getFileName() + ")"
        : place + "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
  }
}
