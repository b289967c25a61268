package io.github.exectrace.cli.report;

import io.github.exectrace.agent.OptionalModule;
import io.github.exectrace.report.RecordingReader;
import io.github.exectrace.report.Report;
import io.github.exectrace.report.ReportLimits;
import io.github.exectrace.text.VisibleText;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what recordings hold: who started what, what went wrong, what is still running. */
@Command(
    name = "report",
    description = {
      "Reports on the processes in recordings of JDK Flight Recorder: who started what, what went",
      "wrong, what is still running, what it cost, and whether anything was lost. Takes no rights."
    })
public final class ReportCommand implements Callable<Integer> {
  /** The formats there are. */
  enum Format {
    TEXT,
    JSON,
    HTML
  }

  @Option(
      names = {"-f", "--output"},
      paramLabel = "FORMAT",
      description = "text, json, or html for one page. Default: ${DEFAULT-VALUE}.",
      defaultValue = "text")
  private Format format;

  @Option(
      names = {"-o", "--report"},
      paramLabel = "FILE",
      description = "Where the report goes. Default: standard output.")
  private Path target;

  @Option(
      names = "--top",
      paramLabel = "ROWS",
      description = "How many rows a table of the text has. Default: ${DEFAULT-VALUE}.",
      defaultValue = "10")
  private int top;

  @Option(
      names = "--section",
      paramLabel = "SECTION",
      split = ",",
      description = "Only these parts of the text: ${COMPLETION-CANDIDATES}.")
  private Set<Section> sections = EnumSet.noneOf(Section.class);

  @Option(
      names = "--find",
      paramLabel = "TEXT",
      description =
          "Of the processes one by one, only those of starts with this text in a command line, or"
              + " with this pid.",
      defaultValue = "")
  private String find;

  @Option(
      names = "--processes",
      paramLabel = "COUNT",
      description =
          "How many processes to keep for being shown one by one; those that did not end and the"
              + " longest-lived. Default: ${DEFAULT-VALUE}.",
      defaultValue = "2000")
  private int processes;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE.jfr",
      description = {
        "Recordings, of one JVM or of several, or folders with recordings, such as the repository",
        "that a killed JVM leaves."
      })
  private List<Path> files;

  @Spec private CommandSpec spec;

  /** Called by picocli. */
  ReportCommand() {}

  @Override
  public Integer call() throws IOException {
    OptionalModule.RECORDER.require();
    check();
    var report = read();
    for (var recording : report.recordings()) {
      if (!recording.damage().isEmpty()) {
        var damage = VisibleText.guard(Warnings.damage(recording));
        spec.commandLine().getErr().println("exectrace: " + damage);
      }
    }
    spec.commandLine().getErr().flush();
    try (var out = open()) {
      write(report, out);
    }
    return ExitCode.OK;
  }

  private void check() {
    if (top < 1 || processes < 1) {
      throw new ParameterException(
          spec.commandLine(), "--top and --processes take a number from 1 on");
    }
    if (format == Format.HTML && target == null && Terminal.isOutput()) {
      throw new ParameterException(
          spec.commandLine(), "a page of HTML is not for a terminal: name a file with -o FILE");
    }
  }

  private Report read() throws IOException {
    var limits = new ReportLimits(processes, Math.max(top, ReportLimits.DEFAULT.groups()), find);
    try {
      if (!Terminal.isError()) {
        return RecordingReader.read(files, limits, (ignoredBytes, ignoredTotal) -> {});
      }
      try (var bar = new ProgressBar(spec.commandLine().getErr())) {
        return RecordingReader.read(files, limits, bar);
      }
    } catch (IOException refused) {
      // It names files, which others may have named.
      throw new IOException(VisibleText.guard(refused.getMessage()), refused);
    }
  }

  private OutputStream open() throws IOException {
    if (target == null) {
      return new FileOutputStream(FileDescriptor.out);
    }
    try {
      return Files.newOutputStream(target);
    } catch (NoSuchFileException missing) {
      throw new IOException(
          target + " cannot be written: there is no folder " + target.toAbsolutePath().getParent());
    } catch (IOException refused) {
      throw new IOException(target + " cannot be written: " + refused.getMessage(), refused);
    }
  }

  private void write(Report report, OutputStream stream) throws IOException {
    var glyphs = target == null ? Glyphs.ofLocale() : Glyphs.UTF_8;
    var charset = format == Format.TEXT ? glyphs.charset() : StandardCharsets.UTF_8;
    Writer out = new BufferedWriter(new OutputStreamWriter(stream, charset));
    switch (format) {
      case TEXT ->
          out.write(new TextReport(report, glyphs, Terminal.width(spec), top).text(parts()));
      case JSON -> JsonReport.write(report, out);
      case HTML -> HtmlReport.write(report, out);
    }
    out.flush();
  }

  private Set<Section> parts() {
    return sections.isEmpty() ? EnumSet.allOf(Section.class) : sections;
  }
}
