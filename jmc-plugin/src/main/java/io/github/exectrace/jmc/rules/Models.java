package io.github.exectrace.jmc.rules;

import io.github.exectrace.jmc.model.ProcessModel;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.openjdk.jmc.common.item.IItemCollection;

/**
 * One model for all rules, which JMC evaluates at once on the same items. Kept as long as memory
 * lasts and the items are in use; safe for any thread.
 */
final class Models {
  private static final Map<IItemCollection, SoftReference<ProcessModel>> MODELS =
      new WeakHashMap<>();

  private Models() {}

  static ProcessModel of(IItemCollection items) {
    synchronized (MODELS) {
      var known = MODELS.get(items);
      var model = known == null ? null : known.get();
      if (model == null) {
        model = ProcessModel.of(items);
        MODELS.put(items, new SoftReference<>(model));
      }
      return model;
    }
  }
}
