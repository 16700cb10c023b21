package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

final class PoolLoadTest {
  private static final List<PoolOrder> ORDERS = PoolOrder.plan(1, 3, 7);

  @Test
  void whatHasNoAnswerAtTheDeadlineIsNamed() {
    try (ServiceClient client = new ServiceClient(Optional::empty, Deadline.in(Duration.ZERO));
        PoolLoad load = new PoolLoad(client, ORDERS)) {
      var end =
          catchThrowableOfType(ExecutionException.class, () -> load.start(Duration.ZERO, 1).get());
      assertThat(end).hasRootCauseInstanceOf(Unanswered.class);
      Unanswered last = (Unanswered) Demo.cause(end);
      assertThat(last).hasMessageContaining("/events/").hasMessageContaining("is down");
      assertThat(load.unanswered())
          .containsExactlyElementsOf(ORDERS.stream().map(PoolOrder::requestId).toList());
      assertThat(Demo.overdue(last, load))
          .containsExactly(
              "the time is over, and these requests have no answer: demo-1-0, demo-1-1, demo-1-2,"
                  + " demo-1-3, demo-1-4, ... (7 in all)");
      assertThatThrownBy(load::repeatAll).hasRootCauseInstanceOf(Unanswered.class);
    }
  }

  @Test
  void aQueryEndsAtTheDeadlineToo() {
    try (ServiceClient client = new ServiceClient(Optional::empty, Deadline.in(Duration.ZERO))) {
      assertThatThrownBy(
              () -> client.query("pool-driver", "main", "ListPools", ORDERS.getFirst().body()))
          .isInstanceOf(Unanswered.class)
          .hasMessageContaining("ListPools");
    }
  }
}
