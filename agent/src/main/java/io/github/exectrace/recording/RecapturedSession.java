package io.github.exectrace.recording;

import io.github.exectrace.spawn.SpawnMarks;
import io.github.exectrace.spawn.SpawnRegistry;
import java.util.Optional;

/**
 * A session whose settings are about to change, for a start that cannot wait for that.
 *
 * @param session as it is
 * @param capture what the recordings want already
 */
record RecapturedSession(SpawnSession session, CaptureSettings capture) implements SpawnSession {
  @Override
  public SpawnRegistry spawns() {
    return session.spawns();
  }

  @Override
  public Optional<SpawnMarks> marks() {
    return session.marks();
  }

  @Override
  public boolean recordsStarts() {
    return session.recordsStarts();
  }

  @Override
  public boolean dropsAmbient() {
    return session.dropsAmbient();
  }

  @Override
  public void countUnseen() {
    session.countUnseen();
  }

  @Override
  public void countFailure() {
    session.countFailure();
  }

  @Override
  public void ended() {
    session.ended();
  }
}
