package dev.perdure.testing.world;

/**
 * An incarnation dies: what it was doing stops in the middle, a handler too. For what runs it the
 * virtual machine is gone.
 */
final class Crash extends VirtualMachineError {
  private static final long serialVersionUID = 1L;

  Crash(String why) {
    super(why);
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
