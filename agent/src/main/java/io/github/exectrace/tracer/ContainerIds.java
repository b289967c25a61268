package io.github.exectrace.tracer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the id of the container that a process runs in: the 64 hexadecimal digits which Docker,
 * containerd, CRI-O and Podman put into the name of its cgroup (cgroups(7)).
 *
 * <p>Where a cgroup namespace hides that name, as it does within a container by default, there is
 * none to be found. Safe for use by several threads.
 */
public final class ContainerIds {
  private static final int DIGITS = 64;
  private static final String SCOPE = ".scope";
  private static final String UNIFIED = "0::";
  // What stands before the id and a dash. The monitors beside a container (conmon) are not in it.
  private static final Set<String> PREFIXES =
      Set.of("", "docker", "cri-containerd", "crio", "libpod", "libpod-payload", "nerdctl");

  private final Tracer tracer;
  private final boolean versionOne;
  private final Optional<String> own;

  /**
   * For the events of a tracer.
   *
   * @param tracer says whether a process that was asked about is still the same
   */
  public ContainerIds(Tracer tracer) {
    this.tracer = tracer;
    var lines = lines("self");
    this.versionOne = lines.stream().anyMatch(line -> !line.startsWith(UNIFIED));
    this.own = inLines(lines);
  }

  /**
   * The id of a process's container.
   *
   * @param exec an event of the process
   * @param cgroup the path of its cgroup of version 2, if that is known. Where version 1 is in use,
   *     too, and this path has no id, {@code /proc/PID/cgroup} is asked, unless it is where the
   *     tracer is
   */
  public Optional<String> find(ProcessEvent.Exec exec, Optional<ByteString> cgroup) {
    var head = exec.head();
    var id = cgroup.map(ByteString::decoded).flatMap(ContainerIds::inPath);
    if (id.isPresent() || !versionOne || head.pid() == 0) {
      return id;
    }
    if (exec.inCgroupsOfTracer()) {
      return own;
    }
    var other = inLines(lines(Integer.toString(head.pid())));
    // Still alive, so it was this process that was asked, and no later one of the same pid.
    return other.filter(ignored -> tracer.isAlive(head));
  }

  /** The id in the lines of a file {@code /proc/PID/cgroup}. */
  static Optional<String> inLines(List<String> lines) {
    for (var line : lines) {
      // Number, controllers and path; colons may also stand in the path.
      var path = line.substring(line.indexOf(':', line.indexOf(':') + 1) + 1);
      var id = inPath(path);
      if (id.isPresent()) {
        return id;
      }
    }
    return Optional.empty();
  }

  /** The id in the path of a cgroup: of containers within each other, the innermost. */
  static Optional<String> inPath(String path) {
    int end = path.length();
    while (end > 0) {
      int slash = path.lastIndexOf('/', end - 1);
      var id = inName(path.substring(slash + 1, end));
      if (id.isPresent()) {
        return id;
      }
      end = slash;
    }
    return Optional.empty();
  }

  private static Optional<String> inName(String name) {
    // Without systemd's units containerd writes slice:cri-containerd:id.
    int colon = name.lastIndexOf(':');
    var rest = colon < 0 ? name : name.substring(colon + 1);
    rest = rest.endsWith(SCOPE) ? rest.substring(0, rest.length() - SCOPE.length()) : rest;
    int dash = rest.lastIndexOf('-');
    var prefix = dash < 0 ? "" : rest.substring(0, dash);
    var id = rest.substring(dash + 1);
    return PREFIXES.contains(prefix) && isId(id) ? Optional.of(id) : Optional.empty();
  }

  private static boolean isId(String text) {
    return text.length() == DIGITS
        && text.chars()
            .allMatch(each -> (each >= '0' && each <= '9') || (each >= 'a' && each <= 'f'));
  }

  private static List<String> lines(String process) {
    try {
      var content = Files.readAllBytes(Path.of("/proc", process, "cgroup"));
      return ByteString.wrap(content).lines().map(ByteString::decoded).toList();
    } catch (IOException gone) {
      return List.of();
    }
  }
}
