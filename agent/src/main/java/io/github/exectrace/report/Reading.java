package io.github.exectrace.report;

import io.github.exectrace.events.JdkEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the chunks of recordings once, from begin to end. Used once, by one thread. */
final class Reading implements AutoCloseable {
  private static final int TELL_EVERY = 1 << 10;

  private final List<Chunks> all;
  private final Set<Path> apart;
  private final RecordingReader.Progress progress;
  private final ReportBuilder builder;
  private final JvmRuns jvms = new JvmRuns();
  private final Set<Chunk.Identity> known = new HashSet<>();
  private final Map<Chunk, Path> copies = new HashMap<>();
  private final long bytesInAll;
  private long bytesDone;
  private int events;

  /**
   * A reading of some files.
   *
   * @param apart the files whose chunks are to be read one by one
   */
  Reading(
      List<Chunks> all, Set<Path> apart, ReportLimits limits, RecordingReader.Progress progress) {
    this.all = all;
    this.apart = apart;
    this.builder = new ReportBuilder(limits);
    this.progress = progress;
    this.bytesInAll = all.stream().mapToLong(Chunks::bytes).sum();
  }

  Report report() throws IOException, ReadApartException {
    var parts = new ArrayList<Part>();
    for (var chunks : all) {
      parts.add(part(chunks));
    }
    for (var part : parts) {
      identify(part);
    }
    var recordings = new ArrayList<Recording>();
    for (var part : parts) {
      recordings.add(read(part));
      bytesDone += part.chunks().bytes();
      progress.at(bytesDone, bytesInAll);
    }
    return builder.build(recordings, jvms.inOrder());
  }

  /** A file, of its chunks those that no other file has, and of which JVM each is. */
  private record Part(
      Chunks chunks, List<Chunk> fresh, boolean complete, List<JvmIdentity> identities) {
    Path file() {
      return chunks.file();
    }
  }

  private Part part(Chunks chunks) {
    var fresh = chunks.readable().stream().filter(chunk -> known.add(chunk.identity())).toList();
    boolean complete =
        chunks.isComplete()
            && chunks.isContinuous()
            && fresh.size() == chunks.readable().size()
            && !apart.contains(chunks.file());
    return new Part(chunks, fresh, complete, new ArrayList<>());
  }

  private void identify(Part part) throws IOException {
    if (part.fresh().isEmpty()) {
      return;
    }
    if (part.complete()) {
      part.identities().add(jvms.identity(part.file(), part.fresh().getFirst(), part.file()));
      return;
    }
    for (var chunk : part.fresh()) {
      part.identities().add(jvms.identity(part.file(), chunk, copy(part, chunk)));
      forget(chunk);
    }
  }

  private Recording read(Part part) throws IOException, ReadApartException {
    var damage = new LinkedHashSet<String>();
    if (!part.chunks().damage().isEmpty()) {
      damage.add(part.chunks().damage());
    }
    if (part.complete()) {
      readAtOnce(part);
    } else {
      readApart(part).ifPresent(damage::add);
    }
    return new Recording(
        part.file(),
        part.chunks().bytes(),
        part.chunks().readable().size(),
        part.chunks().readable().size() - part.fresh().size(),
        String.join("; ", damage));
  }

  private void readAtOnce(Part part) throws IOException, ReadApartException {
    var jvm = jvms.run(part.identities().getFirst(), part.file());
    enter(jvm, part.file(), part.fresh());
    var check = new SameJvm();
    boolean good = readEvents(part, part.file(), check, part.fresh().size());
    if (!good || check.isMixed()) {
      throw new ReadApartException(part.file());
    }
    readJdks(jvm, part.file());
  }

  /** Returns what could not be read, or not for sure. */
  private Optional<String> readApart(Part part) throws IOException {
    var runs = new LinkedHashSet<JvmRun>();
    int bad = 0;
    for (int i = 0; i < part.fresh().size(); i++) {
      var chunk = part.fresh().get(i);
      var jvm = jvms.run(part.identities().get(i), part.file());
      runs.add(jvm);
      enter(jvm, part.file(), List.of(chunk));
      var copy = copy(part, chunk);
      if (readEvents(part, copy, new SameJvm(), 1)) {
        readJdks(jvm, copy);
      } else {
        bad++;
      }
      forget(chunk);
    }
    if (runs.size() > 1) {
      return Optional.of(
          ("it holds what %d JVMs recorded, which wrote to the same file: each is reported by"
                  + " itself, and what one has overwritten of the other is missing")
              .formatted(runs.size()));
    }
    return bad == 0
        ? Optional.empty()
        : Optional.of(
            "it is damaged inside: %,d of %,d chunks could not be read, or not to their end"
                .formatted(bad, part.fresh().size()));
  }

  private void enter(JvmRun jvm, Path file, List<Chunk> chunks) {
    jvm.recordedIn(file);
    for (var chunk : chunks) {
      jvm.recorded(chunk.startNanos(), chunk.endNanos());
    }
    builder.of(jvm);
  }

  /** Returns whether all could be read. */
  private boolean readEvents(Part part, Path file, SameJvm check, int chunks) throws IOException {
    try (var reader = new EventReader(file)) {
      check.watch(reader);
      Consumer<EventFields> add =
          event -> {
            builder.add(event);
            reportProgress(part, event);
          };
      ReportBuilder.EVENTS.forEach(name -> reader.on(name, add));
      return reader.read() && reader.flushes() >= chunks;
    }
  }

  /** Where there is nothing of the agent's, the JDK's own event says a little. */
  private void readJdks(JvmRun jvm, Path file) throws IOException {
    if (!jvm.hasAgentEvents() && jvm.ledger().isEmpty()) {
      try (var reader = new EventReader(file)) {
        reader.on(JdkEvents.PROCESS_START, builder::add);
        reader.read();
      }
    }
  }

  private void reportProgress(Part part, EventFields event) {
    if (++events % TELL_EVERY == 0) {
      progress.at(bytesDone + part.chunks().offsetAt(event.endNanos()), bytesInAll);
    }
  }

  private Path copy(Part part, Chunk chunk) throws IOException {
    var copy = copies.get(chunk);
    if (copy == null) {
      try {
        copy = Files.createTempFile("exectrace", ".jfr");
        copies.put(chunk, copy);
        try (var bytes = FileBytes.open(part.file())) {
          chunk.copy(bytes, copy);
        }
      } catch (IOException refused) {
        throw new IOException(
            "a part of "
                + part.file()
                + " cannot be copied for reading: "
                + refused.getMessage()
                + "; name another folder with java -Djava.io.tmpdir=DIR -jar …",
            refused);
      }
    }
    return copy;
  }

  private void forget(Chunk chunk) throws IOException {
    var copy = copies.remove(chunk);
    if (copy != null) {
      Files.deleteIfExists(copy);
    }
  }

  @Override
  public void close() throws IOException {
    for (var chunk : List.copyOf(copies.keySet())) {
      forget(chunk);
    }
  }
}
