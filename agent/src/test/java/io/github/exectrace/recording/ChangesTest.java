package io.github.exectrace.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A change is waited for as long as it can come. */
class ChangesTest {
  private static final long LONG_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private final Changes changes = new Changes();

  @Test
  @Timeout(60)
  void oneThatTheRecorderKeepsBackIsNotWaitedFor() throws InterruptedException {
    changes.ask();
    var recorder = new Object();
    Thread asking;
    synchronized (recorder) {
      asking = Thread.ofPlatform().start(() -> ask(recorder));
      while (asking.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
      changes.awaitUnlessRecorderIsHeld(LONG_MILLIS);
    }

    assertThat(changes.pending()).isTrue();
    asking.join();
  }

  private void ask(Object recorder) {
    changes.questionBegins();
    synchronized (recorder) {
      changes.questionEnds();
    }
  }

  @Test
  @Timeout(60)
  void anInterruptShortensNothingAndIsKept() throws InterruptedException {
    long change = changes.ask();
    var interrupted = new boolean[2];
    var waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  changes.await(LONG_MILLIS);
                  interrupted[0] = Thread.currentThread().isInterrupted();
                  interrupted[1] = changes.pending();
                });
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    changes.made(change);
    waiting.join();

    assertThat(interrupted[0]).isTrue();
    assertThat(interrupted[1]).isFalse();
  }
}
