package dev.perdure.testing.world;

import dev.perdure.Part;
import java.util.LinkedHashMap;
import java.util.List;

/** The programs that were simulated lately. Used by one run at a time. */
public final class ProgramCache {
  private static final int MOST = 16;

  private final LinkedHashMap<SimulatedProgram.Outline, SimulatedProgram> programs =
      new LinkedHashMap<>(16, 0.75f, true);

  /** The program of these parts. */
  SimulatedProgram of(List<Part> parts) {
    SimulatedProgram.Outline outline = SimulatedProgram.Outline.of(parts);
    SimulatedProgram known = programs.get(outline);
    if (known == null) {
      known = new SimulatedProgram(parts);
      programs.put(outline, known);
      if (programs.size() > MOST) {
        programs.pollFirstEntry();
      }
    }
    return known;
  }
}
