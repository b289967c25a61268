package io.github.exectrace.cli.report;

import io.github.exectrace.report.JvmRun;
import io.github.exectrace.report.Recording;
import io.github.exectrace.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a report cannot tell, or not for sure, in sentences. None means: it can be trusted. */
final class Shortcomings {
  private static final Map<String, String> LOSSES =
      Map.of(
          "lostRingFull", "events lost because the ring buffer was full (a larger ring= helps)",
          "lostNoBuffer", "events lost for want of a buffer",
          "malformed", "records that could not be understood",
          "untrackedProcesses", "processes whose descendants were not followed",
          "missed", "events at most, of any process, that the kernel did not call the tracer for",
          "unrecorded", "starts that came before tracing was ready",
          "hookFailures", "starts that an error of the agent's kept from being recorded");

  private Shortcomings() {}

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
    if (!jvm.ledger().balances()) {
      sentences.add(
          "LOST: the ledger does not balance, so an unknown number of events is missing.");
    }
    if (jvm.ledger().recorderLostBytes() > 0) {
      sentences.add(
          "LOST: Flight Recorder lost %s of its own data, and events of ours may be among it."
              .formatted(Quantities.size(jvm.ledger().recorderLostBytes())));
    }
    return sentences;
  }

  private static List<String> coverage(JvmRun jvm) {
    return switch (jvm.coverage()) {
      case KERNEL ->
          jvm.ledger().isEmpty()
              ? List.of(
                  "The recording has no TracerStatistics event, so what was lost is not known.")
              : List.of();
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
                  + " tells nothing of processes. Record with"
                  + " -javaagent:exectrace.jar=recording=FILE.jfr.");
    };
  }
}
