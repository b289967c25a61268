package io.github.exectrace.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event is dated by the kernel's clock, whenever it is written. */
class KernelClockTest {
  // The recorder's own resolution, and what a busy machine takes between two lines.
  private static final Duration CLOSE = Duration.ofMillis(100);
  private static final long LIFE_NANOS = 3_000_000_000L;

  @TempDir private Path scratch;

  @Name("test.Dated")
  static final class Dated extends Event {
    int number;
  }

  private static Dated event(int number) {
    var event = new Dated();
    event.number = number;
    return event;
  }

  @Test
  void eventsAreOfTheMomentThatTheKernelSaw() throws Exception {
    Instant first;
    Instant second;
    try (var recording = new Recording()) {
      recording.enable(Dated.class).withoutThreshold();
      recording.start();
      var clock = new KernelClock<>(new Dated());
      first = Instant.now();
      long nanos = System.nanoTime();
      Thread.sleep(Duration.ofMillis(150)); // so that the clocks' proportion is settled
      commit(clock, event(1), nanos);
      Thread.sleep(Duration.ofMillis(150));
      commit(clock, event(2), nanos);
      second = Instant.now();
      var life = event(3);
      long now = System.nanoTime();
      clock.during(life, now - LIFE_NANOS, now);
      life.commit();
      recording.dump(scratch.resolve("dated.jfr"));
    }

    var events = read();
    assertThat(events).hasSize(3);
    for (int number = 1; number <= 2; number++) {
      assertThat(Duration.between(first, of(events, number).getStartTime()).abs())
          .isLessThan(CLOSE);
    }
    var life = of(events, 3);
    assertThat(Duration.between(second, life.getEndTime()).abs()).isLessThan(CLOSE);
    assertThat(life.getDuration().minusNanos(LIFE_NANOS).abs()).isLessThan(CLOSE);
  }

  private static void commit(KernelClock<Dated> clock, Dated event, long nanos) {
    clock.at(event, nanos);
    event.commit();
  }

  private List<RecordedEvent> read() throws IOException {
    return RecordingFile.readAllEvents(scratch.resolve("dated.jfr")).stream()
        // Those of other tests are enabled, too.
        .filter(event -> event.getEventType().getName().equals("test.Dated"))
        .toList();
  }

  private static RecordedEvent of(List<RecordedEvent> events, int number) {
    return events.stream()
        .filter(event -> event.getInt("number") == number)
        .findFirst()
        .orElseThrow();
  }
}
