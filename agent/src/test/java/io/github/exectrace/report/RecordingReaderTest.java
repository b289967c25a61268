package io.github.exectrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.ledger.Ledger;
import io.github.exectrace.events.tree.StartKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import jdk.jfr.Event;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of events in any order, with or without each of their fields. */
class RecordingReaderTest {
  private static final int ENOENT = 2;
  private static final int EACCES = 13;

  /** More than what two readings of the clock may differ by. */
  private static final long APART_NANOS = 5_000_000;

  @TempDir private Path scratch;

  private Report report(Runnable events) throws IOException {
    return SmallRecording.read(SmallRecording.record(scratch.resolve("small.jfr"), events));
  }

  private static List<String> failures(Report report) {
    return report.failures().groups().stream()
        .map(group -> group.count() + " " + words(group.key()))
        .sorted()
        .toList();
  }

  private static String words(GroupKey.Failure failure) {
    return String.join(" ", failure.kind().word(), failure.program(), failure.outcome());
  }

  private static void nativeStart(int id, Consumer<SmallRecording.Native> fields) {
    var start = new SmallRecording.Native();
    start.spawnId = id;
    start.pid = id;
    fields.accept(start);
    start.commit();
  }

  @Test
  void aProcessThatEndedIsNotRunningInWhateverOrderItsEventsCome() throws IOException {
    List<Consumer<Integer>> events =
        List.of(
            id -> nativeStart(id, ignored -> {}),
            id -> SmallRecording.exec(id, 1, id, "/bin/program"),
            id -> SmallRecording.exit(id, 1, id));
    var orders = new ArrayList<List<Consumer<Integer>>>();
    for (int i = 0; i < events.size(); i++) {
      var order = new ArrayList<>(events);
      Collections.rotate(order, i);
      orders.add(order);
      orders.add(order.reversed());
    }
    var report =
        report(
            () -> {
              int id = 0x4000_0000;
              for (var order : orders) {
                int next = ++id;
                for (var event : order) {
                  event.accept(next);
                  LockSupport.parkNanos(APART_NANOS);
                }
              }
            });

    assertThat(report.running()).isEmpty();
    assertThat(report.trees().trees()).hasSize(orders.size());
    assertThat(report.trees().trees())
        .allSatisfy(tree -> assertThat(tree.processes()).hasSize(1))
        .allSatisfy(tree -> assertThat(tree.kind()).isEqualTo(StartKind.NATIVE));
  }

  @Test
  void aStartIsFoundWhateverOfItsThreadIsKnown() throws IOException {
    var report =
        report(
            () -> {
              nativeStart(1, start -> start.spawnThread = Thread.currentThread());
              nativeStart(2, start -> start.spawnThreadName = "named");
              nativeStart(3, start -> start.spawnThreadId = 7);
              nativeStart(4, start -> start.osThreadName = "os-name");
              nativeStart(5, start -> start.sampledStackTrace = "com.acme.A.b(A.java:1)");
            });

    assertThat(report.threads().groups())
        .extracting(group -> group.key().thread())
        .containsExactlyInAnyOrder(Thread.currentThread().getName(), "named", "", "os-name");
    assertThat(report.totals().nativeStarts()).isEqualTo(5);
  }

  @Test
  void aStartWithoutItsOwnEventIsCountedAllTheSame() throws IOException {
    var before = EventFields.epochNanos(Instant.now());
    var report =
        report(
            () -> {
              SmallRecording.exec(1, 1, 7, "/bin/program");
              SmallRecording.exit(1, 1, 7);
            });

    assertThat(report.who().groups())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.count()).isEqualTo(1);
              assertThat(group.lastNanos()).isGreaterThan(before);
            });
  }

  @Test
  void aSearchOfPathThatFindsTheProgramIsNoFailure() throws IOException {
    var report =
        report(
            () -> {
              SmallRecording.refused(1, 1, 1, "/usr/local/bin/git", ENOENT);
              SmallRecording.refused(1, 1, 1, "/opt/bin/git", EACCES);
              SmallRecording.exec(1, 1, 1, "/usr/bin/git");
              SmallRecording.refused(1, 2, 8, "/usr/local/bin/ls", ENOENT);
              SmallRecording.exec(1, 2, 8, "/bin/ls");
              SmallRecording.refused(1, 2, 9, "/usr/local/bin/missing", ENOENT);
              SmallRecording.refused(1, 2, 9, "/usr/bin/missing", ENOENT);
              SmallRecording.refused(1, 2, 10, "/usr/local/bin/locked", EACCES);
              SmallRecording.refused(1, 2, 10, "/usr/bin/locked", ENOENT);
              SmallRecording.refused(1, 2, 11, "/bin/again", ENOENT);
              SmallRecording.refused(1, 2, 11, "/bin/again", ENOENT);
              SmallRecording.refused(1, 2, 12, "/bin/one", ENOENT);
              SmallRecording.exec(1, 2, 12, "/bin/other");
            });

    assertThat(failures(report))
        .containsExactly(
            "1 exec failed locked EACCES",
            "1 exec failed missing ENOENT",
            "1 exec failed one ENOENT",
            "2 exec failed again ENOENT");
  }

  @Test
  void aStartThatFailedIsOneFailureHoweverOftenItWasTried() throws IOException {
    var report =
        report(
            () -> {
              SmallRecording.refused(1, 1, 5, "/usr/local/bin/none", ENOENT);
              SmallRecording.refused(1, 1, 5, "/usr/bin/none", ENOENT);
              var spawn = new SmallRecording.Spawn();
              spawn.spawnId = 1;
              spawn.pid = -1;
              spawn.executable = "none";
              spawn.succeeded = false;
              spawn.errno = ENOENT;
              spawn.commit();
            });

    assertThat(failures(report)).containsExactly("1 start failed none ENOENT");
  }

  @Test
  void aStartThatFailedWithoutANumberShowsWhatTheJdkSaid() throws IOException {
    var report =
        report(
            () -> {
              for (var said : List.of("the helper ended early", "")) {
                var spawn = new SmallRecording.Spawn();
                spawn.pid = -1;
                spawn.executable = "none";
                spawn.succeeded = false;
                spawn.errno = -1;
                spawn.error = said;
                spawn.commit();
              }
            });

    assertThat(failures(report))
        .containsExactlyInAnyOrder(
            "1 start failed none the helper ended early", "1 start failed none error");
  }

  private Ledger ledger(List<Consumer<SmallRecording.Statistics>> all) throws IOException {
    return report(
            () ->
                all.forEach(
                    fields -> {
                      var statistics = new SmallRecording.Statistics();
                      fields.accept(statistics);
                      statistics.commit();
                    }))
        .jvms()
        .getFirst()
        .ledger();
  }

  @Test
  void anAccountThatCouldNotBeReadDoesNotCountAsBalanced() throws IOException {
    var ledger =
        ledger(
            List.of(
                early -> early.seen = early.emitted = early.delivered = 100,
                unread -> {
                  unread.seen = unread.emitted = 0;
                  unread.delivered = 217;
                  unread.reason = "the counters cannot be read";
                }));

    assertThat(ledger.isRead()).isFalse();
    assertThat(ledger.counters()).containsEntry("delivered", 217L).containsEntry("seen", 0L);
    assertThat(ledger.reasons()).containsExactly("the counters cannot be read");
  }

  @Test
  void whatIsLeftInTheRingIsNotDelivered() throws IOException {
    var ledger =
        ledger(
            List.of(
                all -> all.seen = all.emitted = 10,
                later -> later.seen = later.emitted = later.delivered = 10));
    assertThat(ledger.undelivered()).isZero();
    ledger =
        ledger(
            List.of(
                first -> {
                  first.seen = first.emitted = 10;
                  first.delivered = 7;
                  first.malformed = 1;
                },
                anew -> anew.seen = anew.emitted = anew.delivered = 1));
    assertThat(ledger.undelivered()).isEqualTo(2);
    assertThat(ledger.balances()).isTrue();
  }

  @Test
  void oneTimeOfTracingDoesNotMakeUpForAnother() throws IOException {
    var ledger =
        ledger(
            List.of(
                first -> {
                  first.seen = 10;
                  first.emitted = first.delivered = 9;
                },
                anew -> {
                  anew.seen = 1;
                  anew.emitted = anew.delivered = 2;
                }));
    assertThat(ledger.balances()).isFalse();
  }

  @Test
  void anAccountFromBeforeTheLastChunkProvesNothing() throws IOException {
    var first = scratch.resolve("first.jfr");
    var second = scratch.resolve("second.jfr");
    SmallRecording.record(first, () -> new SmallRecording.Statistics().commit());
    SmallRecording.record(second, () -> SmallRecording.start(1));
    assertThat(SmallRecording.read(first).jvms()).allMatch(JvmRun::isAccountedFor);
    var both = new ByteArrayOutputStream();
    both.write(Files.readAllBytes(first));
    both.write(Files.readAllBytes(second));
    var report = SmallRecording.read(SmallRecording.write(first, both.toByteArray()));

    assertThat(report.jvms()).singleElement().matches(jvm -> !jvm.isAccountedFor());
    assertThat(report.recordings().getFirst().damage()).isEmpty();
  }

  @Test
  void chunksOfTwoJvmsInOneFileAreKeptApart() throws IOException {
    var both = new ByteArrayOutputStream();
    for (long pid : new long[] {101, 102}) {
      var file =
          SmallRecording.record(
              scratch.resolve(pid + ".jfr"),
              () -> {
                SmallRecording.start(1);
                var statistics = new SmallRecording.Statistics();
                statistics.jvmPid = pid;
                statistics.commit();
              });
      both.write(Files.readAllBytes(file));
    }
    var report =
        SmallRecording.read(SmallRecording.write(scratch.resolve("both.jfr"), both.toByteArray()));

    assertThat(report.jvms()).extracting(jvm -> jvm.identity().pid()).containsExactly(101L, 102L);
    assertThat(report.totals().starts()).isEqualTo(2);
    assertThat(report.trees().trees()).hasSize(2);
    assertThat(report.recordings().getFirst().damage()).contains("2 JVMs");
  }

  /** Writes an event from a class of its own class loader. */
  public static final class Starts implements Consumer<Event> {
    @Override
    public void accept(Event event) {
      event.commit();
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void aLineIsFoundWhateverTheNameOfItsClassLoader() throws Exception {
    var parent = RecordingReaderTest.class.getClassLoader();
    for (var name : new String[] {null, "platform", "bootstrap", "app"}) {
      try (var loader = new Renamed(name, parent)) {
        var starts = (Consumer<Event>) loader.caller().getDeclaredConstructor().newInstance();
        var report = report(() -> starts.accept(new SmallRecording.Spawn()));
        assertThat(report.sites().groups())
            .extracting(group -> group.key().site())
            .singleElement(InstanceOfAssertFactories.STRING)
            .contains("RecordingReaderTest$Starts.accept:");
      }
    }
  }

  /** Defines one class itself, and leaves all others to its parent. */
  private static final class Renamed extends URLClassLoader {
    Renamed(String name, ClassLoader parent) {
      super(name, new URL[0], parent);
    }

    Class<?> caller() throws IOException {
      var name = Starts.class.getName();
      try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        var bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      }
    }
  }
}
