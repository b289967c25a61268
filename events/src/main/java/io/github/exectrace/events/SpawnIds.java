package io.github.exectrace.events;

/** The numbers of starts: which ranges they come from. */
public final class SpawnIds {
  /** Of a process that descends from no start. */
  public static final int NONE = 0;

  /** The kernel program numbers what no Java code announced, from here on. */
  public static final int FIRST_OF_KERNEL = 0x40000000;

  /** Whether Java code announced the start, so that there is an event of it. */
  public static boolean isOfJava(int spawnId) {
    return spawnId > NONE && spawnId < FIRST_OF_KERNEL;
  }

  private SpawnIds() {}
}
