package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.SimulatedApp;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app that is in no jar of ours, made and compiled here as a user would. */
final class UsersAppTest {
  private static final String SERVICE = "META-INF/services/" + SimulatedApp.class.getName();
  private static final String KIOSK =
      """
      package shop;
      import dev.perdure.*;
      import dev.perdure.testing.*;
      public final class Kiosk implements SimulatedApp {
        record Sell() {}
        record Till(int sold) {}
        static final class Seller implements Machine<Till, Sell> {
          static final MachineType<Sell> TYPE = MachineType.of("seller", Sell.class);
          static final Definition<?, Sell> DEFINITION = Definition.of(TYPE, Till.class, Seller::new);
          @Override public Till initial() { return new Till(0); }
          @Override public Till on(Till till, Sell event, Step<Sell> step) {
            return new Till(till.sold() + 1);
          }
        }
        @Override public String name() { return "kiosk"; }
        @Override public String description() { return "sells"; }
        @Override public int standardSize() { return 2; }
        @Override public Scenario scenario(int size) {
          return simulation -> {
            simulation.open(Seller.DEFINITION);
            for (int i = 0; i < size; i++) {
              var _ = simulation.client("c").send(Seller.TYPE.ref("s"), new Sell());
            }
            simulation.run();
          };
        }
      }
      """;

  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private int simulate(String app, Path... classPath) {
    String path =
        String.join(java.io.File.pathSeparator, Stream.of(classPath).map(Path::toString).toList());
    String report = dir.resolve("report").toString();
    return run("simulate", app, "--seeds", "3", "--class-path", path, "--report", report);
  }

  /** A folder with these classes, which offers one. */
  private Path folder(String source, String offered) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("classes"));
    Path file = Files.createDirectories(dir.resolve("shop")).resolve("Kiosk.java");
    Files.writeString(file, source);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                file.toString());
    assertThat(code).isZero();
    Path service = folder.resolve(SERVICE);
    Files.createDirectories(service.getParent());
    Files.writeString(service, offered + "\n");
    return folder;
  }

  private Path jar(Path folder) throws IOException {
    Path jar = dir.resolve("shop.jar");
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path file : files) {
        to.putNextEntry(new JarEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, to);
      }
    }
    return jar;
  }

  @Test
  void anAppInAFolderOrAJarIsPlayed() throws IOException {
    Path folder = folder(KIOSK, "shop.Kiosk");
    assertThat(simulate("kiosk", folder)).as(err::toString).isZero();
    assertThat(simulate("kiosk", dir, jar(folder))).as(err::toString).isZero();
    assertThat(out.toString().lines().filter(line -> line.startsWith("simulate: ok, 3 runs")))
        .hasSize(2);
    assertThat(simulate("pingpong", folder)).isZero();
    assertThat(run("simulate", "kiosk")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no app 'kiosk' to simulate. There are:");
  }

  @Test
  void aUsersAppGoesBeforeOneOfOursOfItsName() throws IOException {
    Path folder = folder(KIOSK.replace("\"kiosk\"", "\"bank\""), "shop.Kiosk");
    assertThat(simulate("bank", folder)).isZero();
    assertThat(out.toString()).contains("bank, size 2, ");
  }

  @Test
  void whatIsNotThereIsNamed() throws IOException {
    Path gone = dir.resolve("gone.jar");
    assertThat(simulate("kiosk", gone)).isEqualTo(2);
    assertThat(err.toString()).contains("option --class-path: there is no file or folder " + gone);
    Path folder = folder(KIOSK, "shop.Kiosk");
    assertThat(simulate("stall", folder)).isEqualTo(2);
    assertThat(err.toString())
        .contains("there is no app 'stall' to simulate in " + folder, "  kiosk        sells");
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  @Test
  void anAppThatCannotBeMadeIsNamedWithTheReason() throws IOException {
    Path none = folder(KIOSK, "shop.Stall");
    assertThat(simulate("kiosk", none)).isEqualTo(2);
    assertThat(err.toString()).contains("an app cannot be made: ", "shop.Stall not found");
    String throwing =
        KIOSK.replace(
            "record Sell() {}",
            "record Sell() {} public Kiosk() { throw new IllegalStateException(\"sold out\"); }");
    assertThat(simulate("kiosk", folder(throwing, "shop.Kiosk"))).isEqualTo(2);
    assertThat(err.toString())
        .contains("because of java.lang.IllegalStateException: sold out")
        .doesNotContain("\tat ");
  }
}
