package dev.perdure.testing;

import java.util.EnumMap;
import java.util.Map;

/**
 * Which faults strike, and how often. Each run uses a part of these rates only, drawn at its
 * beginning, so that some runs are full of one kind of fault.
 */
public final class Faults {
  private static final Faults NONE = new Faults(new EnumMap<>(Fault.class));
  private static final Faults ALL = standard();

  private final EnumMap<Fault, Double> rates;

  private Faults(EnumMap<Fault, Double> rates) {
    this.rates = rates;
  }

  private static Faults standard() {
    EnumMap<Fault, Double> rates = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      rates.put(fault, fault.standardRate());
    }
    return new Faults(rates);
  }

  /** Every fault, at its standard rate. */
  public static Faults all() {
    return ALL;
  }

  /** No fault: one thing after the other, by any schedule. */
  public static Faults none() {
    return NONE;
  }

  /** These without some. */
  public Faults without(Fault... off) {
    Faults changed = this;
    for (Fault fault : off) {
      changed = changed.rate(fault, 0);
    }
    return changed;
  }

  /** These and some more, at their standard rates. */
  public Faults with(Fault... on) {
    Faults changed = this;
    for (Fault fault : on) {
      changed = changed.rate(fault, fault.standardRate());
    }
    return changed;
  }

  /**
   * These with another rate for one.
   *
   * @param rate the chance that it strikes each time that it could; 0 to 1
   */
  public Faults rate(Fault fault, double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("the rate of " + fault + " must be 0 to 1: " + rate);
    }
    EnumMap<Fault, Double> changed = new EnumMap<>(rates);
    changed.put(fault, rate);
    return new Faults(changed);
  }

  /** The chance of one. */
  public double rate(Fault fault) {
    return rates.getOrDefault(fault, 0.0);
  }

  /** Those that can strike, with their rates. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("faults");
    for (Map.Entry<Fault, Double> one : rates.entrySet()) {
      if (one.getValue() > 0) {
        text.append(' ').append(one.getKey()).append('=').append(one.getValue());
      }
    }
    return text.toString();
  }
}
