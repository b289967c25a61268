package io.github.exectrace.tracer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the path of a cgroup (cgroups(7), version 2) by its id, which is the inode of its
 * directory.
 *
 * <p>Asks {@code /proc/PID/cgroup} once for each id and checks the answer against the directory's
 * inode, because the process may be gone, replaced or moved by then. Not safe for use by several
 * threads.
 */
public final class CgroupPaths {
  // Where systemd mounts it, alone or beside version 1.
  private static final List<ByteString> MOUNTS =
      List.of(ByteString.of("/sys/fs/cgroup/unified"), ByteString.of("/sys/fs/cgroup"));
  private static final String UNIFIED = "0::";
  private static final int REMEMBERED = 256;

  private final Map<Long, Optional<ByteString>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Optional<ByteString>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Knows nothing yet. */
  public CgroupPaths() {}

  /**
   * The path below the cgroup file system's root, for example {@code /system.slice/app.service}.
   *
   * @param id the cgroup's id
   * @param pid a process that was in it when the kernel reported the id
   */
  public Optional<ByteString> find(long id, int pid) {
    var path = known.get(id);
    if (path == null) {
      path = ask(id, "self").or(() -> ask(id, Integer.toString(pid)));
      if (path.isPresent()) {
        known.put(id, path);
      }
    }
    return path;
  }

  private static Optional<ByteString> ask(long id, String process) {
    try {
      // At once: a process that ends while it is read would cause an unchecked exception.
      var content = ByteString.wrap(Files.readAllBytes(Path.of("/proc", process, "cgroup")));
      return content
          .lines()
          .filter(line -> line.startsWith(UNIFIED))
          .map(line -> line.substring(UNIFIED.length()))
          .filter(path -> isDirectoryOf(id, path))
          .findFirst();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static boolean isDirectoryOf(long id, ByteString path) {
    return path.isAbsolute()
        && MOUNTS.stream().anyMatch(mount -> isInode(id, FileNames.path(mount.concat(path))));
  }

  private static boolean isInode(long id, Path directory) {
    try {
      return Files.getAttribute(directory, "unix:ino") instanceof Long inode && inode == id;
    } catch (IOException notThere) {
      return false;
    }
  }
}
