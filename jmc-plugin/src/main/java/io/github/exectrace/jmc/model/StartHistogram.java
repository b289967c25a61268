package io.github.exectrace.jmc.model;

import io.github.exectrace.jmc.Messages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;

/** Starts grouped by what they have in common. Immutable; safe for any thread. */
public final class StartHistogram {
  /** What starts are grouped by. */
  public enum GroupBy {
    /** The line of the application. */
    CALL_SITE,
    /** The Java thread. */
    THREAD,
    /** The program's name without its folder. */
    PROGRAM;

    /** What this is called, for a menu or a column. */
    public String label() {
      switch (this) {
        case CALL_SITE:
          return Messages.get("model.groupBy.callSite");
        case THREAD:
          return Messages.get("model.groupBy.thread");
        default:
          return Messages.get("model.groupBy.program");
      }
    }

    private Object keyOf(Spawn spawn) {
      switch (this) {
        case CALL_SITE:
          return spawn.site();
        case THREAD:
          return new ThreadKey(spawn);
        default:
          return spawn.program();
      }
    }
  }

  /** The starts of one group; durations are nanoseconds. */
  public static final class Row {
    private final Object key;
    private final List<Spawn> spawns;
    private final int failures;
    private final int processes;
    private final long[] waits; // sorted
    private final long totalWait;
    private final long totalLifetime;

    private Row(Object key, List<Spawn> spawns) {
      this.key = key;
      this.spawns = Collections.unmodifiableList(spawns);
      waits = spawns.stream().mapToLong(Spawn::callerWaitNanos).filter(wait -> wait >= 0).toArray();
      Arrays.sort(waits);
      totalWait = Arrays.stream(waits).sum();
      int failed = 0;
      int descendants = 0;
      long lived = TracedProcess.UNKNOWN;
      for (var spawn : spawns) {
        var process = spawn.process();
        failed += process.isFailed() ? 1 : 0;
        descendants += process.children().isEmpty() ? 1 : ProcessModel.treeOf(process).size();
        if (process.lifetime() >= 0) {
          lived = Math.max(0, lived) + process.lifetime();
        }
      }
      failures = failed;
      processes = descendants;
      totalLifetime = lived;
    }

    /** The {@link CallSite}, or a text. */
    public Object key() {
      return key;
    }

    /** What the group is called. */
    public String name() {
      return key.toString();
    }

    /** The starts, in the order of time. */
    public List<Spawn> spawns() {
      return spawns;
    }

    public int count() {
      return spawns.size();
    }

    /** Starts that failed, or whose process ended with another code than 0 or by a signal. */
    public int failures() {
      return failures;
    }

    /** The processes that came of it: descendants included, failed starts, too. */
    public int processes() {
      return processes;
    }

    /** How long the callers waited for all starts together. */
    public long totalWait() {
      return totalWait;
    }

    /** What 99 of 100 callers waited at most; {@link Spawn#UNKNOWN} if none was observed. */
    public long wait99() {
      return percentile(99);
    }

    /** The median; {@link Spawn#UNKNOWN} if none was observed. */
    public long wait50() {
      return percentile(50);
    }

    /** The longest; {@link Spawn#UNKNOWN} if none was observed. */
    public long maxWait() {
      return percentile(100);
    }

    /** By nearest rank: a time that was really waited. */
    private long percentile(int percent) {
      if (waits.length == 0) {
        return Spawn.UNKNOWN;
      }
      int rank = (int) Math.ceil(percent * (double) waits.length / 100);
      return waits[Math.max(1, rank) - 1];
    }

    /**
     * From fork to exit, of the started processes themselves; what has not ended counts nothing.
     * {@link TracedProcess#UNKNOWN} if the recording holds the end of none.
     */
    public long totalLifetime() {
      return totalLifetime;
    }

    @Override
    public String toString() {
      return name() + ": " + count();
    }
  }

  /** Two threads of one name are two. */
  private static final class ThreadKey {
    private final String name;
    private final long id;

    private ThreadKey(Spawn spawn) {
      name = spawn.threadName();
      id = spawn.threadId();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ThreadKey
          && id == ((ThreadKey) other).id
          && name.equals(((ThreadKey) other).name);
    }

    @Override
    public int hashCode() {
      return name.hashCode() * 31 + Long.hashCode(id);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private StartHistogram() {}

  /** The groups, the largest first. */
  public static List<Row> of(Collection<Spawn> spawns, GroupBy groupBy) {
    var groups = new LinkedHashMap<Object, List<Spawn>>();
    for (var spawn : spawns) {
      groups.computeIfAbsent(groupBy.keyOf(spawn), key -> new ArrayList<>(1)).add(spawn);
    }
    var rows = new ArrayList<Row>(groups.size());
    groups.forEach((key, group) -> rows.add(new Row(key, group)));
    rows.sort((a, b) -> Integer.compare(b.count(), a.count()));
    return Collections.unmodifiableList(rows);
  }
}
