package io.github.exectrace.recording;

import io.github.exectrace.spawn.SpawnMarks;
import io.github.exectrace.spawn.SpawnRegistry;
import java.util.Optional;

/** Where and how the start of a process is recorded. Safe for use by several threads. */
interface SpawnSession {
  SpawnRegistry spawns();

  /** The marks that the kernel program looks at, if the kernel is traced. */
  Optional<SpawnMarks> marks();

  /** Whether the start itself is recorded, and not only what comes of it. */
  boolean recordsStarts();

  /** What of the start goes into the recording. */
  CaptureSettings capture();

  /** Whether threads must give up ambient capabilities before they start something. */
  boolean dropsAmbient();

  /** A process was started, and the kernel program did not see whose it was. */
  void countUnseen();

  /** A start could not be recorded because of an error in the agent. */
  void countFailure();

  /** The start that was recorded here is over. */
  void ended();
}
