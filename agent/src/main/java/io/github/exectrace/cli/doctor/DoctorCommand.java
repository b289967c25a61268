package io.github.exectrace.cli.doctor;

import io.github.exectrace.cli.doctor.Finding.Status;
import io.github.exectrace.cli.output.JsonLine;
import io.github.exectrace.cli.output.OutputOptions.Format;
import io.github.exectrace.features.KernelFeatures;
import io.github.exectrace.features.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says of everything that tracing takes whether it is there, and what to do if not. */
@Command(
    name = "doctor",
    description =
        "Checks what tracing takes of kernel, rights and Java, then tries it: a line for each, and"
            + " exit code 0 if tracing works.")
public final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = {"-f", "--output"},
      paramLabel = "FORMAT",
      description = "text or json. Default: ${DEFAULT-VALUE}.",
      defaultValue = "text")
  private Format format;

  @Spec private CommandSpec spec;

  /** Called by picocli. */
  DoctorCommand() {}

  @Override
  public Integer call() {
    var findings = new ArrayList<Finding>();
    var kernel = KernelFeatures.probe();
    findings.addAll(KernelChecks.all(Machine.own()));
    findings.add(FeatureCheck.of(kernel));
    findings.addAll(RightsChecks.all(Machine.own(), kernel));
    findings.addAll(JavaChecks.all());
    var tracing = TracingCheck.run();
    findings.add(tracing);
    boolean works = tracing.status() != Status.FAIL;

    var out = spec.commandLine().getOut();
    out.println(format == Format.JSON ? json(findings, works) : text(findings));
    out.flush();
    return works ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  static String text(List<Finding> findings) {
    return findings.stream().map(Finding::line).collect(Collectors.joining("\n"));
  }

  static String json(List<Finding> findings, boolean works) {
    return JsonLine.of(
        json -> {
          json.name("works").value(works);
          json.name("checks").beginArray();
          for (var finding : findings) {
            json.beginObject();
            json.name("name").value(finding.name());
            json.name("status").value(finding.status().word());
            json.name("found").value(finding.found());
            json.name("advice").value(finding.advice());
            json.endObject();
          }
          json.endArray();
        });
  }
}
