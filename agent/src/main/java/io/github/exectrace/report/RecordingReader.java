package io.github.exectrace.report;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.JdkEvents;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import jdk.jfr.consumer.EventStream;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Reads recordings from their begin to their end, in memory that does not grow with them. Only the
 * events in question are parsed, all others are skipped. What several recordings hold of one JVM is
 * put together; a chunk that two of them hold counts once. Not safe for use by several threads.
 */
public final class RecordingReader {
  private static final List<String> EVENTS =
      List.of(
          EventNames.PROCESS_SPAWN,
          EventNames.PROCESS_EXEC,
          EventNames.PROCESS_EXIT,
          EventNames.TRACER_STATISTICS,
          EventNames.NATIVE_SPAWN,
          EventNames.PROCESS_ADOPTED,
          JdkEvents.DATA_LOSS);
  private static final int TELL_EVERY = 1 << 10;

  private final ReportBuilder builder;
  private final Progress progress;
  private final Map<JvmIdentity, JvmRun> jvms = new HashMap<>();
  private final List<JvmRun> inOrder = new ArrayList<>();
  private final Set<Chunks.Identity> known = new HashSet<>();
  private long bytesDone;
  private long bytesInAll;

  /** Is told now and then how far reading is. */
  @FunctionalInterface
  public interface Progress {
    /** So many bytes of so many are read. */
    void at(long bytes, long total);
  }

  private RecordingReader(ReportLimits limits, Progress progress) {
    this.builder = new ReportBuilder(limits);
    this.progress = progress;
  }

  /**
   * Reads recordings, given in any order.
   *
   * @throws IOException if one of them is missing, is none, or nothing of it can be read; the
   *     message names it
   */
  public static Report read(List<Path> files, ReportLimits limits, Progress progress)
      throws IOException {
    return new RecordingReader(limits, progress).read(files);
  }

  private Report read(List<Path> files) throws IOException {
    var all = new ArrayList<Chunks>();
    for (var file : files) {
      all.add(Chunks.of(file));
    }
    all.sort(Comparator.comparingLong(Chunks::startNanos));
    bytesInAll = all.stream().mapToLong(Chunks::bytes).sum();
    var recordings = new ArrayList<Recording>();
    for (var chunks : all) {
      recordings.add(read(chunks));
      bytesDone += chunks.bytes();
      progress.at(bytesDone, bytesInAll);
    }
    return builder.build(recordings, List.copyOf(inOrder));
  }

  private Recording read(Chunks chunks) throws IOException {
    var fresh = chunks.whole().stream().filter(chunk -> known.add(chunk.identity())).toList();
    int repeated = chunks.whole().size() - fresh.size();
    var unread = "";
    if (repeated == 0) {
      unread = read(chunks, chunks.file(), fresh.size());
    } else if (!fresh.isEmpty()) {
      var copy = Files.createTempFile("exectrace", ".jfr");
      try {
        copy(chunks.file(), fresh, copy);
        unread = read(chunks, copy, fresh.size());
      } finally {
        Files.deleteIfExists(copy);
      }
    }
    var damage = unread.isEmpty() ? chunks.damage() : unread;
    return new Recording(chunks.file(), chunks.bytes(), chunks.whole().size(), repeated, damage);
  }

  private static void copy(Path file, List<Chunks.Chunk> chunks, Path copy) throws IOException {
    try (var from = FileChannel.open(file, StandardOpenOption.READ);
        var to = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      for (var chunk : chunks) {
        long done = 0;
        while (done < chunk.bytes()) {
          done += from.transferTo(chunk.offset() + done, chunk.bytes() - done, to);
        }
      }
    }
  }

  /** Returns what could not be read, which the JDK's reader keeps to itself; empty if all could. */
  private String read(Chunks chunks, Path file, int expected) throws IOException {
    var first = chunks.whole().getFirst();
    var last = chunks.whole().getLast();
    var jvm = identify(chunks, file, first);
    jvm.recorded(first.startNanos(), last.endNanos());
    enter(jvm, chunks.file());
    var current = new JvmRun[] {jvm};
    var flushes = new int[1];
    try (var stream = new Events(file)) {
      stream.onFlush(() -> flushes[0]++);
      stream.on(
          JdkEvents.JVM_INFORMATION,
          event -> {
            // One file can be of several JVMs, one behind the other.
            var identity = JvmIdentity.of(new EventFields(event));
            if (identity.pid() != current[0].identity().pid()) {
              var other = run(identity);
              current[0] = other;
              other.recorded(EventFields.epochNanos(event.getStartTime()), last.endNanos());
              enter(other, chunks.file());
            }
          });
      var tell = teller(chunks);
      for (var name : EVENTS) {
        stream.on(name, event -> add(event, tell));
      }
      stream.read();
    }
    if (!jvm.hasOurs() && jvm.ledger().isEmpty()) {
      readJdks(file);
    }
    // There is at least one at the end of each chunk.
    return flushes[0] >= expected
        ? ""
        : "it is damaged inside: at most %,d of %,d chunks could be read"
            .formatted(flushes[0], expected);
  }

  /** There is nothing of ours: the JDK's own event says a little. */
  private void readJdks(Path file) throws IOException {
    try (var stream = new Events(file)) {
      stream.on(JdkEvents.PROCESS_START, event -> add(event, _ -> {}));
      stream.read();
    }
  }

  private void add(RecordedEvent event, LongConsumer tell) {
    var fields = new EventFields(event);
    builder.add(fields);
    tell.accept(fields.endNanos());
  }

  private LongConsumer teller(Chunks chunks) {
    var count = new int[1];
    return nanos -> {
      if (++count[0] % TELL_EVERY == 0) {
        progress.at(bytesDone + chunks.offsetAt(nanos), bytesInAll);
      }
    };
  }

  private void enter(JvmRun jvm, Path file) {
    jvm.recordedIn(file);
    builder.of(jvm);
  }

  private JvmRun run(JvmIdentity identity) {
    return jvms.computeIfAbsent(
        identity,
        _ -> {
          var run = new JvmRun(inOrder.size() + 1, identity);
          inOrder.add(run);
          return run;
        });
  }

  /**
   * The tracer tells at the end of each chunk which JVM it is of, and the JDK at its begin, unless
   * the recording has that event switched off, as the agent's own has. Where both do, the tracer's
   * word counts: then all recordings of a JVM agree.
   */
  private JvmRun identify(Chunks chunks, Path file, Chunks.Chunk first) throws IOException {
    var identity = new JvmIdentity[1];
    try (var stream = new Events(file)) {
      stream.until(first.endNanos());
      stream.on(
          JdkEvents.JVM_INFORMATION, event -> identity[0] = JvmIdentity.of(new EventFields(event)));
      stream.on(
          EventNames.TRACER_STATISTICS,
          event -> {
            var ours = JvmIdentity.ofTracer(new EventFields(event));
            if (ours.isPresent()) {
              identity[0] = ours.get();
              stream.stop();
            }
          });
      stream.read();
    }
    return run(identity[0] == null ? JvmIdentity.unknown(chunks.file().toString()) : identity[0]);
  }

  /** The events of some names in a file, in the order of the file. */
  private static final class Events implements AutoCloseable {
    private final Path file;
    private final EventStream stream;
    private final List<Throwable> errors = new ArrayList<>();

    Events(Path file) throws IOException {
      this.file = file;
      stream = EventStream.openFile(file);
      stream.setOrdered(false);
      stream.setReuse(true);
      stream.onError(
          error -> {
            errors.add(error);
            stop();
          });
    }

    void until(long nanos) {
      stream.setEndTime(Instant.ofEpochSecond(0, nanos));
    }

    /** Lets {@link #read} return. */
    void stop() {
      stream.close();
    }

    void onFlush(Runnable action) {
      stream.onFlush(action);
    }

    void on(String name, Consumer<RecordedEvent> action) {
      stream.onEvent(name, action);
    }

    void read() throws IOException {
      try {
        stream.start();
      } catch (RuntimeException damaged) {
        errors.add(damaged);
      }
      if (!errors.isEmpty()) {
        throw new IOException(file + " cannot be read: " + errors.getFirst(), errors.getFirst());
      }
    }

    @Override
    public void close() {
      stop();
    }
  }
}
