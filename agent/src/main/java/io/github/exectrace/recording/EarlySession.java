package io.github.exectrace.recording;

import io.github.exectrace.spawn.SpawnMarks;
import io.github.exectrace.spawn.SpawnRegistry;
import java.util.Optional;

/**
 * For starts that cannot wait until tracing is ready, or have waited in vain: the start itself is
 * recorded as far as it is known to be wanted, and counted as one that came before.
 *
 * @param recordsStarts whether it is wanted; if not, it has a mark all the same, so that it is not
 *     taken for native code's
 * @param spawns those of the tracer that is being made ready, if there is one
 * @param marks likewise
 * @param capture what the recordings want
 * @param dropsAmbient as for the session to come
 * @param counts takes what is to be counted
 * @param end is run when the start is over
 */
record EarlySession(
    boolean recordsStarts,
    SpawnRegistry spawns,
    Optional<SpawnMarks> marks,
    CaptureSettings capture,
    boolean dropsAmbient,
    StartCounts counts,
    Runnable end)
    implements SpawnSession {
  @Override
  public void countUnseen() {
    if (recordsStarts) {
      counts.unrecorded().incrementAndGet();
    }
  }

  @Override
  public void countFailure() {
    counts.failures().incrementAndGet();
  }

  @Override
  public void ended() {
    if (!recordsStarts) {
      counts.unrecorded().incrementAndGet();
    }
    end.run();
  }
}
