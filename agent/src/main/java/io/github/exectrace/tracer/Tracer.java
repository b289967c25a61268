package io.github.exectrace.tracer;

/** Placeholder of the library's entry point. */
public interface Tracer extends AutoCloseable {
  @Override
  void close();
}
