package io.github.exectrace.cli.attach;

import io.github.exectrace.bpf.Capabilities;
import io.github.exectrace.features.Machine;
import io.github.exectrace.text.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A process that the agent is to be loaded into, and what can be said of it without touching it: to
 * attach means to send SIGQUIT, which ends whatever is no JVM.
 *
 * @param pid as this process sees it
 */
record AttachTarget(int pid) {
  private static final String LIBJVM = "/libjvm.so";
  private static final String DISABLED = "-XX:+DisableAttachMechanism";
  private static final int ROOT = 0;
  private static final int INIT = 1;
  private static final int READ = 4;
  private static final int SEARCH = 1;

  /** Who a process is to the file system. */
  private record Identity(int user, Set<Integer> groups) {
    /** Whether it may do something with a file (path_resolution(7)). */
    boolean may(int permission, Path file) throws IOException {
      int mode = (int) Files.getAttribute(file, "unix:mode");
      if (user == (int) Files.getAttribute(file, "unix:uid")) {
        return (mode >> 6 & permission) != 0;
      }
      if (groups.contains((int) Files.getAttribute(file, "unix:gid"))) {
        return (mode >> 3 & permission) != 0;
      }
      return (mode & permission) != 0;
    }
  }

  private Path proc(String file) {
    return Path.of("/proc", Integer.toString(pid), file);
  }

  /**
   * Whether the agent can be loaded, as far as that can be found out.
   *
   * @throws IOException with a sentence that says why not and what to do
   */
  void check(Path jar) throws IOException {
    if (!Files.isDirectory(Path.of("/proc", Integer.toString(pid)))) {
      throw new IOException(
          "there is no process " + pid + "; 'exectrace attach' without a pid lists the JVMs");
    }
    checkUser();
    checkJvm();
    checkJar(jar);
  }

  /** HotSpot answers its own user and root alone. */
  private void checkUser() throws IOException {
    int own = identity(Path.of("/proc/self/status")).user();
    int theirs = identity(proc("status")).user();
    if (own != ROOT && own != theirs) {
      throw new IOException(
          "process "
              + pid
              + " runs as user "
              + theirs
              + ", and this command as user "
              + own
              + "; run it as that user or as root");
    }
  }

  private void checkJvm() throws IOException {
    try {
      var maps = Files.readString(proc("maps"), StandardCharsets.ISO_8859_1);
      if (!maps.contains(LIBJVM)) {
        throw new IOException(
            "process " + pid + " is no JVM but " + kind(maps) + "; attaching would end it");
      }
      if (says(proc("cmdline")) || says(proc("environ"))) {
        throw new IOException(
            "process " + pid + " runs with " + DISABLED + "; start it without that flag");
      }
    } catch (AccessDeniedException denied) {
      throw new IOException(hidden(denied));
    } catch (NoSuchFileException ended) {
      throw gone(ended);
    }
  }

  /** Reading another process takes its user or a capability (ptrace(2), access mode READ). */
  private String hidden(AccessDeniedException denied) throws IOException {
    var what = "process " + pid + " (" + name() + ") cannot be looked at: " + denied.getFile();
    if (identity(Path.of("/proc/self/status")).user() != ROOT) {
      return what + " is denied; run this as root";
    }
    return Machine.own().has(Capabilities.CAP_SYS_PTRACE)
        ? what
            + " is denied even to root, perhaps by a security module; attach only to what is known"
            + " to be a JVM, where that is allowed"
        : what
            + " is denied to a root without CAP_SYS_PTRACE; grant that, or run this outside of"
            + " the container";
  }

  private boolean says(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1).contains(DISABLED);
  }

  /** What it is instead: a kernel thread has no memory of its own, and a zombie has none left. */
  private String kind(String maps) throws IOException {
    if (!maps.isEmpty()) {
      return name();
    }
    return name() + (state() == 'Z' ? ", which has ended" : ", a thread of the kernel");
  }

  private String name() throws IOException {
    var name =
        VisibleText.of(
            new String(Files.readAllBytes(proc("comm")), StandardCharsets.UTF_8).strip());
    return pid == INIT ? name + ", the init process" : name;
  }

  /** Behind the name, which may hold anything (proc_pid_stat(5)). */
  private char state() throws IOException {
    var stat = Files.readString(proc("stat"), StandardCharsets.ISO_8859_1);
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  /** It is the other JVM that opens the jar, by this name, with its own rights and mounts. */
  private void checkJar(Path jar) throws IOException {
    var seen = proc("root").resolve(Path.of("/").relativize(jar));
    try {
      if (!isSame(seen, jar)) {
        throw new IOException(
            "process "
                + pid
                + " sees another file system, and this jar is not at "
                + jar
                + " there; put the same jar to the same place on both sides, in a folder that only"
                + " root can write, such as /opt/exectrace");
      }
      var identity = identity(proc("status"));
      var hindrance = hindrance(identity, jar);
      if (identity.user() != ROOT && hindrance != null) {
        throw new IOException(
            "process "
                + pid
                + " runs as user "
                + identity.user()
                + ", who may not read "
                + hindrance
                + "; put a copy of the jar where all may read it");
      }
    } catch (AccessDeniedException denied) {
      throw new IOException(hidden(denied));
    }
  }

  /** Byte for byte: whoever owns the other file system chooses what lies there. */
  private static boolean isSame(Path seen, Path jar) throws IOException {
    try {
      // Asked in a way that fails where looking is denied.
      var attributes = Files.readAttributes(seen, BasicFileAttributes.class);
      return attributes.isRegularFile() && Files.mismatch(seen, jar) < 0;
    } catch (NoSuchFileException missing) {
      return false;
    }
  }

  /** The first part of a path that a user may not pass or read; null if there is none. */
  private Path hindrance(Identity identity, Path jar) throws IOException {
    var at = proc("root");
    for (var name : jar) {
      if (!identity.may(SEARCH, at)) {
        return shown(at);
      }
      at = at.resolve(name);
    }
    return identity.may(READ, at) ? null : shown(at);
  }

  private Path shown(Path seen) {
    return Path.of("/").resolve(proc("root").relativize(seen));
  }

  private Identity identity(Path status) throws IOException {
    var groups = new HashSet<Integer>();
    int user = -1;
    try {
      for (var line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("Uid:")) {
          user = numbers(line).get(1); // real, effective, saved, of the file system
        } else if (line.startsWith("Gid:")) {
          groups.add(numbers(line).get(1));
        } else if (line.startsWith("Groups:")) {
          groups.addAll(numbers(line));
        }
      }
    } catch (NoSuchFileException ended) {
      throw gone(ended);
    }
    return new Identity(user, groups);
  }

  private IOException gone(NoSuchFileException ended) {
    return new IOException("there is no process " + pid + " any more", ended);
  }

  private static List<Integer> numbers(String line) {
    return Arrays.stream(line.substring(line.indexOf(':') + 1).strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .map(Integer::parseUnsignedInt)
        .toList();
  }
}
