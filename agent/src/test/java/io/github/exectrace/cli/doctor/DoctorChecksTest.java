package io.github.exectrace.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.cli.doctor.Finding.Status;
import io.github.exectrace.features.Feature;
import io.github.exectrace.features.KernelFeatures;
import io.github.exectrace.features.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor makes of machines that are not at hand. */
class DoctorChecksTest {
  private static final String ADMIN = "0000000000200000";
  private static final String BPF_AND_PERFMON = "000000c000000000";
  private static final String BPF_ALONE = "0000008000000000";
  private static final String RESOURCE = "0000000001000000";

  @TempDir private Path root;
  private Machine machine;

  @BeforeEach
  void empty() {
    machine = new Machine(root);
  }

  private static KernelFeatures without(Feature... missing) {
    var present = EnumSet.allOf(Feature.class);
    present.removeAll(List.of(missing));
    return new KernelFeatures(true, present);
  }

  private void write(String file, String text) throws IOException {
    var path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  private void capabilities(String mask) throws IOException {
    write("proc/self/status", "Name:\tjava\nCapPrm:\t0\nCapEff:\t" + mask + "\nSeccomp:\t0");
  }

  private static void check(Finding finding, Status status, String... parts) {
    assertThat(finding.status()).as(finding.line()).isEqualTo(status);
    assertThat(finding.line()).contains(parts);
    assertThat(finding.advice().isEmpty()).isEqualTo(status == Status.OK);
  }

  @Test
  void theReleaseIsShownAndNothingIsConcludedFromIt() throws IOException {
    write("proc/sys/kernel/osrelease", "4.19.0");

    check(KernelChecks.release(machine), Status.OK, "4.19.0");
  }

  @Test
  void whatTheKernelLacksIsNamed() {
    check(FeatureCheck.of(without()), Status.OK, "all");
    check(
        FeatureCheck.of(without(Feature.TASK_PT_REGS, Feature.LOOP)),
        Status.WARN,
        "bpf_task_pt_regs (so failed execs",
        "bpf_loop (so native=exact",
        "5.17");
    var withoutLoops = FeatureCheck.of(without(Feature.LOOP));
    check(withoutLoops, Status.WARN, "bpf_loop");
    assertThat(withoutLoops.found()).doesNotContain("bpf_task_pt_regs");
    check(FeatureCheck.of(without(Feature.RING_BUFFER)), Status.FAIL, "ring buffers");
    check(FeatureCheck.of(KernelFeatures.UNKNOWN), Status.WARN, "not known");
  }

  @Test
  void anArchitectureWithoutAProgramIsNamed() {
    check(KernelChecks.architecture("aarch64"), Status.OK, "aarch64");
    check(KernelChecks.architecture("riscv64"), Status.FAIL, "riscv64", "x86_64 and aarch64");
  }

  @Test
  void typeInformationMustBeReadable() throws IOException {
    check(KernelChecks.typeInformation(machine), Status.FAIL, "CONFIG_DEBUG_INFO_BTF");
    write("sys/kernel/btf/vmlinux", "");
    check(KernelChecks.typeInformation(machine), Status.OK, "readable");
  }

  @Test
  void unprivilegedBpfIsOfNoConsequence() throws IOException {
    check(KernelChecks.unprivilegedBpf(machine), Status.WARN, "CONFIG_BPF_SYSCALL");
    for (var value : List.of("0", "1", "2")) {
      write("proc/sys/kernel/unprivileged_bpf_disabled", value);
      check(KernelChecks.unprivilegedBpf(machine), Status.OK, "no consequence");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "[none] integrity confidentiality, OK, none",
    "none [integrity] confidentiality, OK, integrity",
    "none integrity [confidentiality], FAIL, lockdown=integrity"
  })
  void onlyFullLockdownForbidsTracing(String levels, Status status, String part)
      throws IOException {
    check(KernelChecks.lockdown(machine), Status.OK, "not known");
    write("sys/kernel/security/lockdown", levels);
    check(KernelChecks.lockdown(machine), status, part);
  }

  @Test
  void oneOfTwoWaysIsEnoughCapability() throws IOException {
    check(RightsChecks.capabilities(machine), Status.FAIL, "neither");
    for (var mask : List.of("0000000000000000", BPF_ALONE, RESOURCE)) {
      capabilities(mask);
      check(RightsChecks.capabilities(machine), Status.FAIL, "CAP_PERFMON", "root");
    }
    capabilities(ADMIN);
    check(RightsChecks.capabilities(machine), Status.OK, "CAP_SYS_ADMIN");
    capabilities(BPF_AND_PERFMON);
    check(RightsChecks.capabilities(machine), Status.OK, "CAP_BPF and CAP_PERFMON");
  }

  @Test
  void capabilitiesOfAnotherUserNamespaceAreWorthNothing() throws IOException {
    write("proc/self/uid_map", "         0          0 4294967295");
    check(RightsChecks.userNamespace(machine), Status.OK, "initial");
    write("proc/self/uid_map", "         0       1000          1");
    check(RightsChecks.userNamespace(machine), Status.FAIL, "rootless");
  }

  @Test
  void aSeccompFilterMayBeInTheWay() throws IOException {
    write("proc/self/status", "Seccomp:\t0\nSeccomp_filters:\t0");
    check(RightsChecks.seccomp(machine), Status.OK, "no filter");
    write("proc/self/status", "Seccomp:\t2\nSeccomp_filters:\t1");
    check(RightsChecks.seccomp(machine), Status.WARN, "mode 2", "seccomp=unconfined");
  }

  @Test
  void theLimitOfLockedMemoryMattersWhereItCountsAlone() throws IOException {
    write("proc/self/limits", "Max locked memory         65536                65536     bytes");
    check(RightsChecks.memlock(machine, without()), Status.OK, "65536", "no consequence");
    check(
        RightsChecks.memlock(machine, KernelFeatures.UNKNOWN),
        Status.OK,
        "65536",
        "before Linux 5.11");

    var counts = without(Feature.MEMCG_ACCOUNTING);
    check(RightsChecks.memlock(machine, counts), Status.WARN, "65536", "ulimit -l");
    capabilities(RESOURCE);
    check(RightsChecks.memlock(machine, counts), Status.OK, "CAP_SYS_RESOURCE");
    capabilities(ADMIN);
    write("proc/self/limits", "Max locked memory         unlimited            unlimited bytes");
    check(RightsChecks.memlock(machine, counts), Status.OK, "unlimited");
  }

  @Test
  void tracefsIsThereOrCanBeMounted() throws IOException {
    check(RightsChecks.tracefs(machine), Status.WARN, "mount -t tracefs", "CAP_DAC_READ_SEARCH");

    Files.createDirectories(root.resolve("sys/kernel/tracing"));
    write("proc/filesystems", "nodev\tsysfs\nnodev\ttracefs\n\text4");
    check(RightsChecks.tracefs(machine), Status.WARN, "mount -t tracefs");
    capabilities(ADMIN);
    check(RightsChecks.tracefs(machine), Status.OK, "not mounted");

    Files.createDirectories(root.resolve("sys/kernel/debug/tracing/events"));
    check(RightsChecks.tracefs(machine), Status.OK, "mounted at /sys/kernel/debug/tracing");
  }
}
