package io.github.exectrace.cli.report;

import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.ledger.Ledger;
import io.github.exectrace.report.JvmRun;
import io.github.exectrace.report.Recording;
import io.github.exectrace.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a report cannot say, or not for sure, in sentences. None means: it can be trusted. */
final class Warnings {
  private static final Map<String, String> LOSSES =
      Map.of(
          FieldNames.LOST_RING_FULL,
              "events lost because the ring buffer was full (a larger ring= helps)",
          FieldNames.LOST_NO_BUFFER, "events lost for want of a buffer",
          FieldNames.MALFORMED, "records that could not be understood",
          FieldNames.UNTRACKED_PROCESSES, "processes whose descendants were not followed",
          FieldNames.MISSED,
              "events at most, of any process, that the kernel did not call the tracer for",
          FieldNames.UNRECORDED, "starts that came before tracing was ready",
          FieldNames.HOOK_FAILURES,
              "starts that were not recorded because of an error in the agent");

  private static final String TRACING = "TRACING";

  private Warnings() {}

  static List<String> of(Report report) {
    var sentences = new ArrayList<String>();
    for (var recording : report.recordings()) {
      if (!recording.damage().isEmpty()) {
        sentences.add(damage(recording));
      }
    }
    for (var jvm : report.jvms()) {
      var prefix = report.jvms().size() == 1 ? "" : "JVM " + jvm.number() + ": ";
      losses(jvm).forEach(sentence -> sentences.add(prefix + sentence));
      coverage(jvm).forEach(sentence -> sentences.add(prefix + sentence));
    }
    if (report.runningGivenUp() > 0) {
      sentences.add(
          "There were more unended processes than can be followed; %,d more may be running."
              .formatted(report.runningGivenUp()));
    }
    return sentences;
  }

  static String damage(Recording recording) {
    return recording.file() + ": " + recording.damage() + ".";
  }

  private static List<String> losses(JvmRun jvm) {
    var sentences = new ArrayList<String>();
    jvm.ledger()
        .losses()
        .forEach(
            (name, count) ->
                sentences.add("LOST: %,d %s.".formatted(count, LOSSES.getOrDefault(name, name))));
    account(jvm.ledger(), sentences);
    if (jvm.recorderLostBytes() > 0) {
      sentences.add(
          "LOST: Flight Recorder lost %s of its own data, and events of exectrace may be among it."
              .formatted(Quantities.size(jvm.recorderLostBytes())));
    }
    return sentences;
  }

  private static void account(Ledger ledger, List<String> sentences) {
    if (!ledger.isRead()) {
      sentences.add(
          "LOST: what the kernel program saw and lost could not be read, so an unknown number of"
              + " events may be missing.");
    } else if (!ledger.balances()) {
      sentences.add(
          "LOST: the ledger does not balance, so an unknown number of events is missing.");
    } else if (ledger.undelivered() > 0) {
      sentences.add(
          "LOST: %,d events had not been read from the ring buffer when tracing or the recording"
                  .formatted(ledger.undelivered())
              + " ended.");
    }
    if (ledger.unattributed() > 0) {
      sentences.add(
          "NOT KNOWN: who made %,d execs or starts of this JVM's own tree: no Java thread could be"
                  .formatted(ledger.unattributed())
              + " named.");
    }
  }

  /** What has to be in a recording of the kernel's events before it can be called complete. */
  private static List<String> proof(JvmRun jvm) {
    var ledger = jvm.ledger();
    if (ledger.isEmpty()) {
      return List.of("The recording has no TracerStatistics event, so what was lost is not known.");
    }
    var sentences = new ArrayList<String>();
    for (var reason : ledger.reasons()) {
      sentences.add("Not all was traced: " + reason + ".");
    }
    if (!ledger.state().equals(TRACING)) {
      sentences.add(
          "Tracing was not on to the end: its state was "
              + (ledger.state().isEmpty() ? "not recorded" : ledger.state())
              + ".");
    }
    if (!jvm.isAccountedFor()) {
      sentences.add(
          "The last TracerStatistics event is of "
              + Quantities.dateAndTime(ledger.lastNanos())
              + "; what was lost after that is not known.");
    }
    return sentences;
  }

  private static List<String> coverage(JvmRun jvm) {
    return switch (jvm.coverage()) {
      case KERNEL -> proof(jvm);
      case JAVA ->
          List.of(
              "The kernel was not traced"
                  + (jvm.ledger().reason().isEmpty() ? "" : ": " + jvm.ledger().reason())
                  + ".",
              "So there is nothing on how processes ended, how long they lived, what they started"
                  + " themselves, what is still running, or what bypassed ProcessBuilder.");
      case JDK ->
          List.of(
              "The recording has no event of exectrace, only the JDK's own jdk.ProcessStart: starts"
                  + " that succeeded, with arguments joined by blanks.",
              "There is nothing on failed starts, ends, lifetimes, the time that the caller waited,"
                  + " descendants, or what bypassed ProcessBuilder. Record with"
                  + " -javaagent:exectrace.jar=recording=FILE.jfr to have it.");
      case NONE ->
          List.of(
              "The recording has no event of exectrace, and none of jdk.ProcessStart either: it"
                  + " says nothing about processes. Record with"
                  + " -javaagent:exectrace.jar=recording=FILE.jfr.");
    };
  }
}
