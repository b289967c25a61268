package io.github.exectrace.report;

import io.github.exectrace.events.EventNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JVMs that recordings are of. A chunk that does not say of which it is, is of the one that the
 * rest of its file is of, or of the one whose repository it lies in. Not safe for use by several
 * threads.
 */
final class JvmRuns {
  private final List<JvmRun> inOrder = new ArrayList<>();
  private final Map<Path, Set<JvmIdentity>> ofFile = new HashMap<>();
  private final Map<Path, Set<JvmIdentity>> ofRepository = new HashMap<>();

  /**
   * Finds out which JVM a chunk is of.
   *
   * @param readable a file that begins with the chunk
   */
  JvmIdentity identity(Path file, Chunk chunk, Path readable) throws IOException {
    var jvm = new SameJvm();
    try (var reader = new EventReader(readable)) {
      reader.until(chunk.endNanos());
      jvm.watch(reader);
      reader.on(
          EventNames.TRACER_STATISTICS,
          ignored -> {
            if (jvm.isNamedByTracer()) {
              reader.stop();
            }
          });
      reader.read();
    }
    var identity = jvm.identity(JvmIdentity.unknown(file.toString()));
    if (identity.isKnown()) {
      ofFile.computeIfAbsent(file, ignored -> new HashSet<>()).add(identity);
      if (RecordingFiles.repositoryPid(file).isPresent()) {
        ofRepository.computeIfAbsent(folder(file), ignored -> new HashSet<>()).add(identity);
      }
    }
    return identity;
  }

  private static Path folder(Path file) {
    return file.toAbsolutePath().normalize().getParent();
  }

  /** The JVM; to be asked for when all have been identified. */
  JvmRun run(JvmIdentity recorded, Path file) {
    var identity = recorded.isKnown() ? recorded : guess(recorded, file);
    for (var run : inOrder) {
      if (run.identity().isSame(identity)) {
        return run;
      }
    }
    var run = new JvmRun(inOrder.size() + 1, identity);
    inOrder.add(run);
    return run;
  }

  private JvmIdentity guess(JvmIdentity unknown, Path file) {
    for (var among :
        List.of(
            ofFile.getOrDefault(file, Set.of()),
            ofRepository.getOrDefault(folder(file), Set.of()))) {
      var first = among.stream().findFirst();
      if (first.isPresent() && among.stream().allMatch(first.get()::isSame)) {
        return first.get();
      }
    }
    var pid = RecordingFiles.repositoryPid(file);
    return pid.isPresent() ? JvmIdentity.ofRepository(pid.getAsLong(), folder(file)) : unknown;
  }

  /** All, in the order in which they were asked for. */
  List<JvmRun> inOrder() {
    return List.copyOf(inOrder);
  }
}
