package dev.perdure.testing.report;

import dev.perdure.MachineRef;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Fault;
import dev.perdure.testing.RunListener;
import dev.perdure.testing.Simulation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes down the moments of a run. */
final class Chronicle implements RunListener {
  private final Simulation simulation;
  private final List<Moment> moments;

  /**
   * @param moments where they are written to, to the end of the run
   */
  Chronicle(Simulation simulation, List<Moment> moments) {
    this.simulation = simulation;
    this.moments = moments;
  }

  private Instant now() {
    return simulation.now();
  }

  @Override
  public void requested(Request request) {
    moments.add(new Moment.Requested(now(), request));
  }

  @Override
  public void answered(Request request, Reply reply) {
    moments.add(new Moment.Answered(now(), request, reply));
  }

  @Override
  public void committed(CommittedStep step) {
    moments.add(new Moment.Stepped(now(), step));
  }

  @Override
  public void parked(
      MachineRef<?> machine, String eventName, Optional<Object> event, String reason) {
    String what = event.map(Texts::value).orElse(eventName);
    moments.add(new Moment.Parked(now(), machine.toString(), what, reason));
  }

  @Override
  public void released(MachineRef<?> machine) {
    moments.add(new Moment.Came(now(), "an operator released " + machine));
  }

  @Override
  public void struck(Fault fault, String where) {
    moments.add(new Moment.Struck(now(), fault, where));
  }

  @Override
  public void calm() {
    moments.add(new Moment.Came(now(), "from here on no fault strikes"));
  }

  @Override
  public void calmEnds() {
    moments.add(new Moment.Came(now(), "from here on faults may strike again"));
  }

  @Override
  public void atRest() {
    moments.add(new Moment.Came(now(), "nothing is left to do"));
  }
}
