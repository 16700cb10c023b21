package dev.perdure.kernel.spi;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes that are not where another cursor reads, over what it reads. Closing it closes the other.
 */
public final class LayeredCursor implements Cursor {
  private final Iterator<? extends Map.Entry<byte[], byte @Nullable []>> above;
  private final Cursor below;
  private Map.@Nullable Entry<byte[], byte @Nullable []> nextAbove;
  private boolean hasBelow;
  private byte[] key = new byte[0];
  private byte[] value = new byte[0];

  /**
   * @param over in the order of unsigned bytes, a null value for a removal; not changed any more
   */
  public LayeredCursor(NavigableMap<byte[], byte @Nullable []> over, Cursor below) {
    this.above = over.entrySet().iterator();
    this.below = below;
    this.nextAbove = above.hasNext() ? above.next() : null;
    this.hasBelow = below.next();
  }

  @Override
  public boolean next() {
    while (true) {
      Map.Entry<byte[], byte @Nullable []> top = nextAbove;
      if (top == null && !hasBelow) {
        return false;
      }
      int order =
          top == null ? 1 : hasBelow ? Arrays.compareUnsigned(top.getKey(), below.key()) : -1;
      if (order > 0 || top == null) {
        take(below.key(), below.value());
        hasBelow = below.next();
        return true;
      }
      nextAbove = above.hasNext() ? above.next() : null;
      if (order == 0) {
        hasBelow = below.next();
      }
      byte[] written = top.getValue();
      if (written != null) {
        take(top.getKey(), written);
        return true;
      }
    }
  }

  private void take(byte[] newKey, byte[] newValue) {
    key = newKey;
    value = newValue;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public void close() {
    below.close();
  }
}
