package dev.perdure.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.perdure.kernel.planted.UsesALibrary;
import dev.perdure.kernel.planted.UsesTheTool;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The arrows between the modules, by package: Maven forbids what is not on the class path, this
 * test also what came there through another module.
 */
final class ModuleArrowsTest {
  /** What each module may use: packages by prefix. Its own and the JDK's are understood. */
  private static final Map<String, List<String>> ARROWS =
      Map.of(
          "api", List.of(),
          "kernel", List.of("dev.perdure"),
          "store", List.of("dev.perdure.kernel.spi", "org.rocksdb"),
          "node",
              List.of(
                  "dev.perdure",
                  "dev.perdure.kernel",
                  "dev.perdure.kernel.spi",
                  "dev.perdure.store",
                  "org.jctools.queues.atomic",
                  "tools.jackson.core"),
          // Of node only the codec: what is checked must be what is stored. Diagrams read sources.
          "testing",
              List.of(
                  "dev.perdure",
                  "dev.perdure.kernel",
                  "dev.perdure.kernel.spi",
                  "dev.perdure.node.codec",
                  "org.junit",
                  "com.sun.source"),
          "server", List.of("dev.perdure", "dev.perdure.node", "io.helidon"),
          // Of testing what a program needs to offer its scenario.
          "examples", List.of("dev.perdure", "dev.perdure.node", "dev.perdure.testing"),
          // Settings and errors of a node speak of durability and stores, in words of the seam. A
          // store in memory is the limit of everything but the disk; the JVM tells what it uses.
          "benchmarks",
              List.of(
                  "dev.perdure",
                  "dev.perdure.node",
                  "dev.perdure.kernel.spi",
                  "dev.perdure.store",
                  "dev.perdure.server",
                  "com.sun.management"),
          "cli",
              List.of(
                  "dev.perdure",
                  "dev.perdure.node",
                  "dev.perdure.kernel.spi",
                  "dev.perdure.server",
                  "dev.perdure.examples",
                  "dev.perdure.benchmarks",
                  "dev.perdure.testing",
                  "picocli",
                  "tools.jackson"));

  @Test
  void modulesUseOnlyWhatTheirArrowsAllow() {
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.perdure");
    // A module that is not on the class path would follow its arrows whatever it does.
    assertThat(all.stream().map(ModuleArrowsTest::moduleOf).collect(Collectors.toSet()))
        .isEqualTo(ARROWS.keySet());
    rule().check(all);
  }

  @Test
  void aPlantedArrowFromTheKernelToTheToolIsCaught() {
    assertThatThrownBy(() -> rule().check(importOnly(UsesTheTool.class)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("module kernel may not use dev.perdure.cli");
  }

  @Test
  void aPlantedUseOfAnotherModulesLibraryIsCaught() {
    assertThatThrownBy(() -> rule().check(importOnly(UsesALibrary.class)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("module kernel may not use picocli");
  }

  private static ArchRule rule() {
    return ArchRuleDefinition.classes().should(followTheArrows());
  }

  private static ArchCondition<JavaClass> followTheArrows() {
    return new ArchCondition<>("use only what the arrows of their module allow") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        String module = moduleOf(item);
        List<String> allowed = ARROWS.get(module);
        if (allowed == null) {
          events.add(
              SimpleConditionEvent.violated(
                  item, item.getName() + " is in no known module: add '" + module + "' to ARROWS"));
          return;
        }
        for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (!isFree(module, target) && allowed.stream().noneMatch(p -> covers(p, target))) {
            events.add(
                SimpleConditionEvent.violated(
                    item,
                    "module %s may not use %s: %s"
                        .formatted(module, target.getPackageName(), dependency.getDescription())));
          }
        }
      }
    };
  }

  /** Primitives, the JDK, compile-only annotations, and the module itself. */
  private static boolean isFree(String module, JavaClass target) {
    String name = target.getPackageName();
    return name.isEmpty()
        || name.startsWith("java.")
        || name.startsWith("javax.")
        || name.startsWith("jdk.")
        || name.equals("org.jspecify.annotations")
        || (isOurs(target) && moduleOf(target).equals(module));
  }

  /** Our own packages are named exactly, those of libraries with all below them. */
  private static boolean covers(String allowed, JavaClass target) {
    String name = target.getPackageName();
    if (!isOurs(target)) {
      return name.equals(allowed) || name.startsWith(allowed + ".");
    }
    boolean whole = allowed.equals("dev.perdure") || allowed.startsWith("dev.perdure.kernel");
    return name.equals(allowed) || (!whole && name.startsWith(allowed + "."));
  }

  private static boolean isOurs(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("dev.perdure") || name.startsWith("dev.perdure.");
  }

  private static String moduleOf(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("dev.perdure") ? "api" : name.split("\\.", -1)[2];
  }

  private static JavaClasses importOnly(Class<?> type) {
    return new ClassFileImporter().importClasses(type);
  }
}
