package io.github.exectrace.jmc.model;

import java.util.List;
import java.util.Map;
import org.openjdk.jmc.common.IDescribable;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IAttribute;
import org.openjdk.jmc.common.item.ICanonicalAccessorFactory;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.item.IType;
import org.openjdk.jmc.flightrecorder.JfrAttributes;

/** The type of {@link NativeSpawnItem}s: that of the events, and a stack. Immutable. */
final class NativeSpawnType implements IType<IItem> {
  private final IType<IItem> type;

  NativeSpawnType(IType<IItem> type) {
    this.type = type;
  }

  @Override
  @Deprecated
  public List<IAttribute<?>> getAttributes() {
    return type.getAttributes();
  }

  @Override
  public Map<IAccessorKey<?>, ? extends IDescribable> getAccessorKeys() {
    return type.getAccessorKeys();
  }

  @Override
  public boolean hasAttribute(ICanonicalAccessorFactory<?> attribute) {
    return attribute.getAccessor(this) != null;
  }

  @Override
  public <M> IMemberAccessor<M, IItem> getAccessor(IAccessorKey<M> key) {
    if (key.equals(JfrAttributes.EVENT_STACKTRACE.getKey())) {
      return as(NativeSpawnItem::stack);
    }
    if (key.equals(JfrAttributes.EVENT_THREAD.getKey())) {
      return as(NativeSpawnItem::thread);
    }
    var inner = type.getAccessor(key);
    return inner == null ? null : item -> inner.getMember(((NativeSpawnItem) item).event());
  }

  /** The key says what the accessor gives, but not to the compiler. */
  @SuppressWarnings("unchecked")
  private static <M> IMemberAccessor<M, IItem> as(IMemberAccessor<?, NativeSpawnItem> accessor) {
    return item -> (M) accessor.getMember((NativeSpawnItem) item);
  }

  @Override
  public String getIdentifier() {
    return type.getIdentifier();
  }

  @Override
  public String getName() {
    return type.getName();
  }

  @Override
  public String getDescription() {
    return type.getDescription();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NativeSpawnType && type.equals(((NativeSpawnType) other).type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }
}
