package io.github.exectrace.report;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets nothing go on for ever: whatever a file does to the JDK's reader, which has to be taken as
 * it is, ends after a time that depends on the file's length alone.
 */
final class BoundedTime {
  private static final long LEAST_SECONDS = 60;

  /** Even a machine that is far too busy reads ten times as many. */
  private static final long BYTES_PER_SECOND = 1 << 18;

  private BoundedTime() {}

  /** Does something that reads so many bytes. */
  static <T> T run(Callable<T> work, long bytes) throws IOException {
    var task = new FutureTask<>(work);
    var thread = new Thread(task, "exectrace-report");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(LEAST_SECONDS + bytes / BYTES_PER_SECOND, TimeUnit.SECONDS);
    } catch (TimeoutException endless) {
      throw new IOException(
          "reading does not come to an end: a recording is damaged in a way that is not known",
          endless);
    } catch (ExecutionException failure) {
      throw failed(failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading", interrupted);
    }
  }

  private static IOException failed(Throwable failure) {
    return switch (failure) {
      case IOException unreadable -> unreadable;
      case OutOfMemoryError full ->
          new IOException(
              "the report needs more memory than there is; give it more: java -Xmx2g -jar …", full);
      default -> new IOException("the report failed because of an error in exectrace", failure);
    };
  }
}
