package io.github.exectrace.agent;

import io.github.exectrace.recording.SpawnRecorder;
import io.github.exectrace.recording.SpawnRequest;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;

/**
 * What the bridge class in java.lang calls, on the application's threads: only types of the JDK
 * pass between the two.
 */
final class SpawnHook implements Function<Object[], ObjIntConsumer<Throwable>> {
  private final SpawnRecorder recorder;

  SpawnHook(SpawnRecorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public ObjIntConsumer<Throwable> apply(Object[] call) {
    var idle = recorder.beginIdle();
    return idle != null
        ? idle
        : recorder.begin(
            new SpawnRequest(
                (int) call[0],
                (byte[]) call[1],
                (byte[]) call[2],
                (int) call[3],
                (byte[]) call[4],
                (byte[]) call[5]));
  }
}
