package io.github.exectrace.features;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.Libbpf;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which features the kernel has.
 *
 * @param known whether the kernel answers; if not, there seems to be none
 */
public record KernelFeatures(boolean known, Set<Feature> present) {
  /** Those of a kernel that does not answer. */
  public static final KernelFeatures UNKNOWN =
      new KernelFeatures(false, EnumSet.noneOf(Feature.class));

  /** Copies the set. */
  public KernelFeatures {
    present = Set.copyOf(present);
  }

  /** Asks the kernel that this runs on for all of them. */
  public static KernelFeatures probe() {
    try {
      var libbpf = Libbpf.bundled();
      return Feature.canBeProbed(libbpf)
          ? new KernelFeatures(
              true,
              Arrays.stream(Feature.values())
                  .filter(feature -> feature.isIn(libbpf))
                  .collect(Collectors.toSet()))
          : UNKNOWN;
    } catch (BpfException | LinkageError refused) {
      return UNKNOWN; // which the doctor reports in another line
    }
  }

  /** Whether the kernel has one. */
  public boolean has(Feature feature) {
    return present.contains(feature);
  }
}
