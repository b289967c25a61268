package io.github.exectrace.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.tracer.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In a JVM that does not tell where its threads are, they are told by their names. */
class JavaThreadsTest {
  private static final int SOME_ID = 4711;

  private final JavaThreads threads = new JavaThreads(Optional.empty());
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Thread> started = new ArrayList<>();

  private Thread start(String name) {
    var thread =
        Thread.ofPlatform()
            .name(name)
            .start(
                () -> {
                  try {
                    end.await();
                  } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                  }
                });
    started.add(thread);
    return thread;
  }

  @AfterEach
  void endAll() throws InterruptedException {
    end.countDown();
    for (var thread : started) {
      thread.join();
    }
  }

  @Test
  void aNameThatOnlyOneHasIsEnough() {
    var thread = start("the-only-one");

    assertThat(threads.find(SOME_ID, ByteString.of("the-only-one"))).contains(thread);
  }

  @Test
  void theSystemKnowsFifteenBytesOfAName() {
    var thread = start("begins-unlike-all-others");

    assertThat(threads.find(SOME_ID, ByteString.of("begins-unlike-a"))).contains(thread);
  }

  @Test
  void ofTwoWithOneNameNeitherIsClaimed() {
    start("one-of-several-1");
    start("one-of-several-2");

    assertThat(threads.find(SOME_ID, ByteString.of("one-of-several-"))).isEmpty();
    assertThat(threads.find(SOME_ID, ByteString.of("none-of-them"))).isEmpty();
  }
}
