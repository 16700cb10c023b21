package dev.perdure.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DeterminismTest {
  @Test
  void theKernelIsDeterministic() {
    JavaClasses kernel =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.perdure.kernel");
    assertThat(kernel).as("classes of the kernel on the class path").isNotEmpty();
    DeterminismRule.rule().check(kernel);
  }

  @ParameterizedTest
  @MethodSource("plantedViolations")
  void aPlantedViolationIsCaughtAndItsReplacementNamed(Class<?> planted) {
    String instead = planted.getAnnotation(PlantedViolations.Instead.class).value();
    assertThatThrownBy(() -> DeterminismRule.rule().check(importOnly(planted)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(planted.getSimpleName())
        .hasMessageContaining(instead);
  }

  @Test
  void whatJavacBringsAlongIsNoViolation() {
    DeterminismRule.rule().check(importOnly(PlantedViolations.Harmless.class));
  }

  static Stream<Class<?>> plantedViolations() {
    return Arrays.stream(PlantedViolations.class.getDeclaredClasses())
        .filter(nested -> nested.isAnnotationPresent(PlantedViolations.Instead.class));
  }

  private static JavaClasses importOnly(Class<?> type) {
    return new ClassFileImporter().importClasses(type);
  }
}
