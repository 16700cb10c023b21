package dev.perdure.testing.specimens;

import dev.perdure.testing.Scenario;

/**
 * A program with a seeded bug and its right twin.
 *
 * @param found what the failure of the wrong one says
 */
record Specimen(String name, Scenario wrong, Scenario right, String found) {
  @Override
  public String toString() {
    return name;
  }
}
