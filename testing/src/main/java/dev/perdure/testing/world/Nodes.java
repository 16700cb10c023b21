package dev.perdure.testing.world;

import dev.perdure.testing.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that live: who owns each store, and who was overtaken there and does not know. A store
 * without an owner is taken over by a task.
 */
final class Nodes {
  private final World world;
  private final List<Disk> disks;
  private final @Nullable Incarnation[] owners;
  private final List<Opening> openings = new ArrayList<>();
  private final List<Incarnation> zombies = new ArrayList<>();
  private int incarnations;

  Nodes(World world, List<Disk> disks) {
    this.world = world;
    this.disks = disks;
    this.owners = new Incarnation[disks.size()];
    for (int store = 0; store < owners.length; store++) {
      openings.add(new Opening(store));
    }
  }

  /** The owner of each store; null where there is none. */
  List<@Nullable Incarnation> owners() {
    return Arrays.asList(owners);
  }

  @Nullable Incarnation owner(int store) {
    return owners[store];
  }

  /** One that was overtaken, and does not know; null when there is none. */
  @Nullable Incarnation zombie(int store) {
    for (Incarnation zombie : zombies) {
      if (zombie.store == store && zombie.mayAct()) {
        return zombie;
      }
    }
    return null;
  }

  /** How many were overtaken. */
  int zombies() {
    return zombies.size();
  }

  void addTasks(List<Task> tasks) {
    for (int store = 0; store < owners.length; store++) {
      Incarnation owner = owners[store];
      if (owner == null) {
        if (openings.get(store).mayBegin()) {
          tasks.add(openings.get(store));
        }
      } else if (owner.mayAct()) {
        owner.addTasks(tasks);
      }
    }
    for (Incarnation zombie : zombies) {
      if (zombie.mayAct()) {
        zombie.addTasks(tasks);
      }
    }
  }

  /** When one has something to do by itself, in the time of the world. */
  long nextMillis() {
    long next = Long.MAX_VALUE;
    for (int store = 0; store < owners.length; store++) {
      Incarnation owner = owners[store];
      next = Math.min(next, owner == null ? disks.get(store).fullUntilMillis : owner.nextMillis());
    }
    for (Incarnation zombie : zombies) {
      next = Math.min(next, zombie.nextMillis());
    }
    return next;
  }

  void forEachOwner(Consumer<Incarnation> action) {
    for (Incarnation owner : owners) {
      if (owner != null) {
        action.accept(owner);
      }
    }
  }

  void forEachAlive(Consumer<Incarnation> action) {
    forEachOwner(action);
    zombies.forEach(action);
  }

  /** One of those that live; null when there is none. */
  @Nullable Incarnation anyAlive(Chances chances) {
    List<Incarnation> alive = new ArrayList<>(zombies);
    forEachOwner(alive::add);
    return alive.isEmpty() ? null : alive.get(chances.pick("which node", alive.size()));
  }

  /** Makes the owner of a store a zombie; null when it has none. */
  @Nullable Incarnation overtake(int store) {
    Incarnation owner = owners[store];
    if (owner != null) {
      owner.becomeZombie();
      zombies.add(owner);
      owners[store] = null;
    }
    return owner;
  }

  /** One has died. */
  void gone(Incarnation node) {
    zombies.remove(node);
    if (owners[node.store] == node) {
      owners[node.store] = null;
    }
  }

  /** Nobody lives on who was overtaken. */
  void endZombies() {
    zombies.forEach(Incarnation::die);
    zombies.clear();
  }

  /** A node takes a store over. */
  private final class Opening implements Task {
    private final int store;

    /** Who takes a store over holds its lock: one at a time does. */
    private boolean underWay;

    Opening(int store) {
      this.store = store;
    }

    boolean mayBegin() {
      boolean full =
          disks.get(store).fullUntilMillis > world.nowMillis() && !world.chances.isCalm();
      return !full && !underWay;
    }

    @Override
    public String actor() {
      return "openings of store " + store;
    }

    @Override
    public String label() {
      return "a node takes store " + store + " over";
    }

    @Override
    public void run() {
      if (owners[store] != null || underWay) {
        return;
      }
      Incarnation node = new Incarnation(world, ++incarnations, store, disks.get(store));
      if (world.strikes(Fault.CLOCK_SKEW, node)) {
        node.clock.set(world.chances.pick("skew of a clock", 1_001) - 500);
      }
      underWay = true;
      world.enter(node, node::open);
      underWay = false;
      if (node.isAlive()) {
        owners[store] = node;
        world.opened(node);
      }
    }
  }
}
