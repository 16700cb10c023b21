package dev.perdure.examples.pool;

/**
 * What a VM is called at the provider, chosen by us before anything is asked of it. One name is one
 * VM at most, for ever: to create it twice makes one, and a released name is refused from then on.
 *
 * @param value 1 to 64 characters of ASCII
 */
public record VmName(String value) implements Comparable<VmName> {
  /** Checks the value. */
  public VmName {
    if (!value.matches("\\p{ASCII}{1,64}")) {
      throw new IllegalArgumentException("a VM name has 1 to 64 characters of ASCII: " + value);
    }
  }

  @Override
  public int compareTo(VmName other) {
    return value.compareTo(other.value);
  }
}
