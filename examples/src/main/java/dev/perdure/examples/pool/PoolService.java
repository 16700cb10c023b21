package dev.perdure.examples.pool;

import dev.perdure.Part;
import java.util.List;

/** The pool service, put together: what a node is opened with. */
public final class PoolService {
  private PoolService() {}

  /** The machines of the service, and the provider that they talk to. */
  public static List<Part> parts(SimulatedCloud cloud) {
    return List.of(
        PoolDriver.DEFINITION,
        PoolManager.DEFINITION,
        VmManager.DEFINITION,
        VmManager.CREATE.with(cloud::create),
        VmManager.RELEASE.with(cloud::release));
  }
}
