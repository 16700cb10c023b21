package dev.perdure.testing.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ArrayRecordComponent") // As users write them.
final class ValueTextTest {
  record Photo(String name, byte[] pixels, Optional<int[]> size) {}

  record Weight(long grams) {
    @Override
    public String toString() {
      return grams + " g";
    }
  }

  record Basket(Map<String, Integer> counts, Set<Weight> weights, List<Photo> photos) {}

  @Test
  void arraysAreWhatIsInThem() {
    Photo photo = new Photo("cat", new byte[] {1, -2}, Optional.of(new int[] {3, 4}));
    assertThat(ValueText.of(photo))
        .isEqualTo("Photo[name=cat, pixels=[1, -2], size=Optional[[3, 4]]]");
  }

  @Test
  void setsAndMapsHaveOneOrderInEveryJvm() {
    Basket basket =
        new Basket(
            Map.of("d", 4, "b", 2, "a", 1, "c", 3),
            Set.of(new Weight(3), new Weight(1), new Weight(2)),
            List.of());
    assertThat(ValueText.of(basket))
        .isEqualTo("Basket[counts={a=1, b=2, c=3, d=4}, weights=[1 g, 2 g, 3 g], photos=[]]");
  }

  @Test
  void noIdentityIsPrinted() {
    assertThat(ValueText.of(new Object())).isEqualTo("Object");
    assertThat(ValueText.of(null)).isEqualTo("null");
  }
}
