package io.github.exectrace.cli;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.Libbpf;
import io.github.exectrace.features.Rights;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: this program and what it stands on. */
final class Version implements IVersionProvider {
  /** Called by picocli. */
  Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {
      "exectrace " + own(),
      "libbpf " + libbpf(),
      "Linux " + System.getProperty("os.version") + " " + System.getProperty("os.arch"),
      "BTF " + (Rights.hasTypeInformation() ? "yes" : "no"),
      "Java " + Runtime.version()
    };
  }

  private static String own() {
    var module = Version.class.getModule();
    var version =
        module.isNamed()
            ? module.getDescriptor().rawVersion().orElse(null)
            : Version.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }

  private static String libbpf() {
    try {
      return Libbpf.bundled().versionString();
    } catch (BpfException missing) {
      return "none: " + missing.getMessage();
    }
  }
}
