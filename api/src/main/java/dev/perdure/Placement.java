package dev.perdure;

/**
 * What decides the partition of a machine: machines with the same tag share one. Machines of one
 * partition talk to each other without waiting for anything between them.
 *
 * <p>A placement is given beside the key and never parsed out of it, for keys come from users. It
 * is part of the machine's identity: {@code Placement.of("a")} and {@code Placement.of("b")} with
 * one key are two machines. A definition says by {@link Definition#placed()} whether its machines
 * have tags; the other form of {@link MachineRef} is refused.
 *
 * @param tag 1 to 512 bytes of UTF-8 without control characters (U+0000 to U+001F) or unpaired
 *     surrogates; empty only in {@link #byKey()}
 */
// No tag can be empty, so the empty string is free to stand for "placed by its own key". Copying
// the key into the tag instead would make ref("a") and ref(Placement.of("a"), "a") one machine,
// and whether a key is placed could no longer be told from the ref.
public record Placement(String tag) {
  private static final Placement BY_KEY = new Placement("");

  /** Checks the tag. */
  public Placement {
    Checks.textOrEmpty("placement tag", tag);
  }

  /**
   * Machines that share one partition under this tag.
   *
   * @throws IllegalArgumentException if the tag is empty or breaks the bounds
   */
  public static Placement of(String tag) {
    return new Placement(Checks.text("placement tag", tag));
  }

  /** No tag: a machine's own key decides its partition. This is what {@code ref(key)} uses. */
  public static Placement byKey() {
    return BY_KEY;
  }

  /** Whether this is {@link #byKey()}, which has no tag. */
  public boolean isByKey() {
    return tag.isEmpty();
  }

  /** {@code {tag}}, and {@code {}} for {@link #byKey()}. */
  @Override
  public String toString() {
    return "{" + tag + "}";
  }
}
