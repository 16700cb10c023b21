package dev.perdure.testing.check;

import dev.perdure.kernel.StepObserver.Observation;
import dev.perdure.testing.Effect;
import java.time.Instant;
import java.util.List;

/**
 * What a partition was seen to do with an event.
 *
 * @param eventBytes the event of a step as it was when it was stepped; empty for anything else
 * @param effects of a step
 * @param now the time of the step
 */
public record Observed(Observation what, byte[] eventBytes, List<Effect> effects, Instant now) {}
