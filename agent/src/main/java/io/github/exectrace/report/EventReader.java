package io.github.exectrace.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import jdk.jfr.consumer.EventStream;
import jdk.jfr.consumer.RecordedEvent;

/**
 * The events of some names in a file of finished chunks, in the order of the file. Not safe for use
 * by several threads.
 */
final class EventReader implements AutoCloseable {
  private final EventStream stream;
  private final List<Throwable> errors = new ArrayList<>();
  private int flushes;

  EventReader(Path file) throws IOException {
    stream = EventStream.openFile(file);
    stream.setOrdered(false);
    stream.setReuse(true);
    stream.onFlush(() -> flushes++);
    stream.onError(
        error -> {
          errors.add(error);
          stop();
        });
  }

  void on(String name, Consumer<EventFields> action) {
    stream.onEvent(name, (RecordedEvent event) -> action.accept(new EventFields(event)));
  }

  /** Reads no chunk that begins later. */
  void until(long nanos) {
    stream.setEndTime(Instant.ofEpochSecond(0, nanos));
  }

  /** Lets {@link #read} return. */
  void stop() {
    stream.close();
  }

  /** How many parts were read to their end: at least one in each chunk. */
  int flushes() {
    return flushes;
  }

  /**
   * Reads until the end, or until {@link #stop}.
   *
   * @return whether nothing was in the way: a damaged file can have the JDK's reader throw whatever
   *     there is, errors too
   */
  boolean read() {
    try {
      stream.start();
    } catch (RuntimeException | StackOverflowError | InternalError damaged) {
      errors.add(damaged);
    } catch (OutOfMemoryError tooLarge) {
      // A length that is damaged asks for more than there is; else what follows will fail, too.
      errors.add(tooLarge);
    }
    return errors.isEmpty();
  }

  @Override
  public void close() {
    stop();
  }
}
