package dev.perdure.node.codec;

import static dev.perdure.node.codec.Specimens.CODEC;
import static dev.perdure.node.codec.Specimens.copy;
import static dev.perdure.node.codec.Specimens.json;
import static dev.perdure.node.codec.Specimens.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import dev.perdure.Placement;
import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import dev.perdure.node.codec.Specimens.Colour;
import dev.perdure.node.codec.Specimens.Item;
import dev.perdure.node.codec.Specimens.Node;
import dev.perdure.node.codec.Specimens.Shop;
import dev.perdure.node.codec.Specimens.Sku;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lists, sets, maps and optionals. */
final class CollectionFormTest {
  record Basket(List<Item> items, Set<Sku> wanted, Map<String, Item> byName, Optional<Sku> gift) {}

  @Test
  void collectionsSurvive() {
    Basket basket =
        new Basket(
            List.of(new Item(new Sku("a"), 1), new Item(new Sku("b"), 2)),
            Set.of(new Sku("c"), new Sku("d")),
            Map.of("x", new Item(new Sku("e"), 3)),
            Optional.of(new Sku("f")));
    assertThat(copy(Basket.class, basket)).isEqualTo(basket);
  }

  @Test
  void setsAndMapsKeepTheirOrderAndEqualOnesAreTheSameRequest() {
    record Bag(Set<Sku> skus, Map<String, Integer> counts, Map<Sku, Integer> bySku) {}
    Map<String, Integer> counts = new LinkedHashMap<>();
    Map<Sku, Integer> bySku = new LinkedHashMap<>();
    Set<Sku> skus = new LinkedHashSet<>();
    Map<String, Integer> counted = new LinkedHashMap<>();
    Map<Sku, Integer> bySkuBack = new LinkedHashMap<>();
    Set<Sku> skusBack = new LinkedHashSet<>();
    for (int i = 0; i < 50; i++) {
      counts.put("k" + i, i);
      bySku.put(new Sku("k" + i), i);
      skus.add(new Sku("k" + i));
      counted.put("k" + (49 - i), 49 - i);
      bySkuBack.put(new Sku("k" + (49 - i)), 49 - i);
      skusBack.add(new Sku("k" + (49 - i)));
    }
    Bag bag = new Bag(skus, counts, bySku);
    Bag back = new Bag(skusBack, counted, bySkuBack);
    for (Bag each : List.of(bag, back)) {
      Bag read = copy(Bag.class, each);
      assertThat(read).isEqualTo(bag);
      assertThat(read.skus).containsExactlyElementsOf(each.skus);
      assertThat(read.counts.keySet()).containsExactlyElementsOf(each.counts.keySet());
      assertThat(read.bySku.keySet()).containsExactlyElementsOf(each.bySku.keySet());
    }
    ValueCodec<Bag> bags = CODEC.of(Bag.class);
    assertThat(bags.canonical(bags.encode(back))).isEqualTo(bags.canonical(bags.encode(bag)));
    assertThat(bags.encode(back)).isNotEqualTo(bags.encode(bag));
  }

  @Test
  void whatHoldsNoSetOrMapIsItsOwnCanonicalForm() {
    ValueCodec<Item> items = CODEC.of(Item.class);
    byte[] bytes = items.encode(new Item(new Sku("a"), 1));
    assertThat(items.canonical(bytes)).isSameAs(bytes);
  }

  @Test
  void mapsTakeEveryScalarAndEnumAndRecordAsKey() {
    record Keys(
        Map<Colour, Integer> byColour,
        Map<Long, Integer> byNumber,
        Map<UUID, Integer> byUuid,
        Map<Item, Colour> byItem,
        Map<MachineRef<Shop>, Integer> byRef) {}
    Keys keys =
        new Keys(
            Map.of(Colour.RED, 1, Colour.GREEN, 2),
            Map.of(-1L, 1, Long.MAX_VALUE, 2),
            Map.of(UUID.fromString("6f1c1f0e-3a5b-4c0d-9e1f-2a3b4c5d6e7f"), 1),
            Map.of(new Item(new Sku("a"), 1), Colour.RED),
            Map.of(new MachineRef<>("shop", Placement.byKey(), "1"), 1));
    assertThat(copy(Keys.class, keys)).isEqualTo(keys);
    assertThat(json(Keys.class, keys)).contains("\"byColour\":{", "\"GREEN\":2");
  }

  @Test
  void collectionsReadBackCannotBeChanged() {
    Basket basket = read(Basket.class, "{\"items\":[],\"wanted\":[],\"byName\":{}}");
    assertThatThrownBy(() -> basket.items().add(new Item(new Sku("a"), 1)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> basket.wanted().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> basket.byName().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aMissingOptionalIsEmpty() {
    Basket empty = new Basket(List.of(), Set.of(), Map.of(), Optional.empty());
    assertThat(json(Basket.class, empty)).isEqualTo("{\"items\":[],\"wanted\":[],\"byName\":{}}");
    assertThat(copy(Basket.class, empty)).isEqualTo(empty);
    assertThat(read(Basket.class, "{\"items\":[],\"wanted\":[],\"byName\":{},\"gift\":null}"))
        .isEqualTo(empty);
  }

  @Test
  void nullsInCollectionsAreRefused() {
    List<Node> holed = new ArrayList<>(Arrays.asList(new Node[1]));
    assertThatThrownBy(() -> json(Node.class, new Node("", holed)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("/children/0: a collection holds null");
    assertThatThrownBy(() -> read(Node.class, "{\"children\":[null]}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("/children/0: expected an object (Node), found null");
  }

  @Test
  void aNameOrKeyOrElementTwiceIsRefused() {
    assertThatThrownBy(() -> read(Shop.class, "{\"@type\":\"Ruin\",\"@type\":\"Ruin\"}"))
        .hasMessageContaining("'@type' again");
    assertThatThrownBy(() -> read(Shop.class, "{\"x\":1,\"@type\":\"Ruin\",\"@type\":\"Open\"}"))
        .hasMessageContaining("'@type' again");
    record Both(Map<String, Integer> map, Set<Integer> set) {}
    assertThatThrownBy(() -> read(Both.class, "{\"map\":{\"a\":1,\"a\":2}}"))
        .hasMessageContaining("\"a\" again");
    assertThatThrownBy(() -> read(Both.class, "{\"set\":[1,1]}"))
        .hasMessageContaining("each element once");
  }

  @Test
  void aMapOfManyNamesSurvives() {
    record Names(Map<String, Integer> byName) {}
    Map<String, Integer> names = new LinkedHashMap<>();
    for (int i = 0; i < 100_000; i++) names.put("name" + i * 31, i);
    assertThat(copy(Names.class, new Names(names))).isEqualTo(new Names(names));
  }
}
