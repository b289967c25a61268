/** Traces the programs that a JVM starts and records them with JDK Flight Recorder. */
module io.github.exectrace {
  requires java.instrument;
  requires jdk.jfr;
  requires static jdk.attach;
  requires static jdk.httpserver;

  exports io.github.exectrace.tracer;
}
