package dev.perdure.kernel;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the kernel may not use, because a run could not be repeated exactly: time, chance, threads,
 * the outside world, and collections without an order. Each ban names what to use instead.
 */
final class DeterminismRule {
  /** A type that may not be mentioned. */
  private record TypeBan(Predicate<String> type, String instead) {}

  /** A method or constructor that may not be called or referred to. */
  private record CallBan(Predicate<JavaAccess<?>> call, String instead) {}

  private static final String TIME = "take the time from the seam Clock as an argument";
  private static final String CHANCE = "take randomness from the seam Entropy";
  private static final String THREADS = "the kernel has one thread; concurrency belongs to node";
  private static final String OUTSIDE =
      "the kernel touches nothing outside; go through the seam Store or Transport";
  private static final String ORDER = "its order is not fixed; use LinkedHashMap, TreeMap or List";

  /** In java.io, yet neither file nor stream: javac and exceptions bring them along. */
  private static final Set<String> HARMLESS_IO =
      Set.of("java.io.Serializable", "java.io.UncheckedIOException");

  private static final List<TypeBan> TYPES =
      List.of(
          new TypeBan(oneOf("java.time.Clock", "java.time.InstantSource"), TIME),
          new TypeBan(
              oneOf(
                  "java.lang.Thread",
                  "java.lang.ThreadLocal",
                  "java.lang.InheritableThreadLocal",
                  "java.lang.ThreadGroup",
                  "java.util.Timer",
                  "java.util.TimerTask"),
              THREADS),
          new TypeBan(name -> name.startsWith("java.util.concurrent."), THREADS),
          new TypeBan(
              oneOf("java.security.SecureRandom", "java.util.concurrent.ThreadLocalRandom"),
              CHANCE),
          new TypeBan(name -> name.startsWith("java.io.") && !HARMLESS_IO.contains(name), OUTSIDE),
          new TypeBan(
              in("java.nio.file.", "java.nio.channels.", "java.net.", "javax.net."), OUTSIDE),
          new TypeBan(
              oneOf("java.lang.Process", "java.lang.ProcessBuilder", "java.lang.Runtime"), OUTSIDE),
          new TypeBan(
              oneOf(
                  "java.util.HashMap",
                  "java.util.HashSet",
                  "java.util.IdentityHashMap",
                  "java.util.Hashtable",
                  "java.util.WeakHashMap"),
              ORDER),
          new TypeBan(
              in("java.lang.ref."),
              "when the collector runs is chance; bound the memory by count"));

  private static final List<CallBan> CALLS =
      List.of(
          new CallBan(to("java.lang.System", "currentTimeMillis", "nanoTime"), TIME),
          new CallBan(
              call ->
                  call.getTargetOwner().getPackageName().startsWith("java.time")
                      && call.getName().equals("now"),
              TIME),
          new CallBan(to("java.lang.Math", "random"), CHANCE),
          new CallBan(to("java.lang.StrictMath", "random"), CHANCE),
          new CallBan(to("java.util.UUID", "randomUUID"), CHANCE),
          new CallBan(withoutArguments("java.util.Random"), CHANCE + ", or give it a seed"),
          new CallBan(
              withoutArguments("java.util.SplittableRandom"), CHANCE + ", or give it a seed"),
          new CallBan(
              call -> to("java.util.Collections", "shuffle").test(call) && argumentCount(call) == 1,
              CHANCE),
          new CallBan(
              to("java.lang.System", "identityHashCode"),
              "it differs from run to run; use a number of your own"),
          new CallBan(to("java.util.Collection", "parallelStream"), THREADS),
          new CallBan(
              call ->
                  (to("java.util.Set", "of", "copyOf").test(call)
                          || to("java.util.Map", "of", "ofEntries", "copyOf").test(call))
                      && argumentCount(call) > 0,
              ORDER + ", wrapped by Collections.unmodifiable... where it leaves its owner"),
          new CallBan(
              call ->
                  to(
                          "java.util.stream.Collectors",
                          "toSet",
                          "toUnmodifiableSet",
                          "toUnmodifiableMap")
                      .test(call),
              ORDER),
          new CallBan(
              call ->
                  to("java.util.stream.Collectors", "toMap").test(call) && argumentCount(call) < 4,
              ORDER + " as the supplier of Collectors.toMap"),
          new CallBan(
              call ->
                  to("java.util.stream.Collectors", "groupingBy").test(call)
                      && argumentCount(call) < 3,
              ORDER + " as the supplier of Collectors.groupingBy"));

  private DeterminismRule() {}

  /** The rule for all classes it is given. */
  static ArchRule rule() {
    return ArchRuleDefinition.classes().should(beDeterministic());
  }

  private static ArchCondition<JavaClass> beDeterministic() {
    return new ArchCondition<>("be deterministic") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (isStageOfASeam(item, target) || asksWhoCalls(item, dependency)) {
            continue;
          }
          for (TypeBan ban : TYPES) {
            if (ban.type().test(target.getName())) {
              report(item, dependency.getDescription(), ban.instead(), events);
            }
          }
        }
        for (JavaAccess<?> access : item.getAccessesFromSelf()) {
          for (CallBan ban : CALLS) {
            if (ban.call().test(access)) {
              report(item, access.getDescription(), ban.instead(), events);
            }
          }
        }
      }
    };
  }

  /** A seam may answer later: its signatures, and only they, may say so. */
  private static boolean isStageOfASeam(JavaClass item, JavaClass target) {
    return item.getPackageName().equals("dev.perdure.kernel.spi")
        && target.getName().equals("java.util.concurrent.CompletionStage");
  }

  /** One class may ask which thread calls, to refuse others; it gets no thread to do more with. */
  private static boolean asksWhoCalls(JavaClass item, Dependency dependency) {
    return item.getName().equals("dev.perdure.kernel.CallingThread")
        && dependency.getDescription().contains("<java.lang.Thread.currentThread()>");
  }

  private static void report(JavaClass item, String what, String instead, ConditionEvents events) {
    events.add(SimpleConditionEvent.violated(item, what + ": " + instead));
  }

  private static Predicate<String> oneOf(String... names) {
    return Set.of(names)::contains;
  }

  private static Predicate<String> in(String... prefixes) {
    return name -> List.of(prefixes).stream().anyMatch(name::startsWith);
  }

  private static Predicate<JavaAccess<?>> to(String owner, String... names) {
    return call ->
        call.getTargetOwner().isAssignableTo(owner) && Set.of(names).contains(call.getName());
  }

  private static Predicate<JavaAccess<?>> withoutArguments(String constructed) {
    return call ->
        call.getTargetOwner().getName().equals(constructed)
            && call.getName().equals("<init>")
            && argumentCount(call) == 0;
  }

  private static int argumentCount(JavaAccess<?> access) {
    return access instanceof com.tngtech.archunit.core.domain.JavaCodeUnitAccess<?> call
        ? call.getTarget().getRawParameterTypes().size()
        : 0;
  }
}
