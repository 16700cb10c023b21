package dev.perdure.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the launcher finds its JDK and Maven, with JDKs that are newer than any there is, a Maven
 * that only tells which JDK it was given, and a PATH with nothing else but what the launcher needs.
 */
final class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "perdure").toAbsolutePath().normalize();
  private static final List<String> NEEDED = List.of("dirname", "head", "readlink", "sed");

  /** What it needs besides to build. */
  private static final List<String> BUILDING =
      List.of("find", "mkdir", "rm", "touch", "tee", "mv", "cat", "grep", "sleep");

  private static final String SCRIPT = "#!/bin/sh\n";

  @TempDir private Path temp;

  private Path home;
  private Path bin;

  private record Run(int exitCode, String output) {}

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createDirectories(temp.resolve("home"));
    bin = Files.createDirectories(temp.resolve("bin"));
    for (String tool : NEEDED) Files.createSymbolicLink(bin.resolve(tool), find(tool));
    script(bin.resolve("mvn"), "echo \"maven with $JAVA25_HOME\"");
  }

  private static Path find(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("the PATH has no " + tool));
  }

  private static void script(Path file, String line) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, SCRIPT + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path jre(String name, String version) throws IOException {
    Path made = home.resolve(".jdks").resolve(name);
    script(made.resolve("bin").resolve("java"), "exit 1");
    Files.writeString(made.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return made;
  }

  private Path jdk(String name, String version) throws IOException {
    Path made = jre(name, version);
    script(made.resolve("bin").resolve("javac"), "exit 1");
    return made;
  }

  /** What it says when it is to lay out the sources, which is nothing but a call of Maven. */
  private Run format(Map<String, String> environment) throws IOException, InterruptedException {
    return run(LAUNCHER, environment, "format");
  }

  private Run run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", bin.toString(), "HOME", home.toString()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output.strip());
  }

  @Test
  void theNewestJdkIsUsedWhateverTheOrder() throws Exception {
    jdk("a", "97.0.2");
    Path newest = jdk("b", "98");
    jdk("c", "96.1");
    assertThat(format(Map.of())).isEqualTo(new Run(0, "maven with " + newest));
    assertThat(format(Map.of("JAVA_HOME", jdk("old", "17.0.1").toString())))
        .isEqualTo(new Run(0, "maven with " + newest));
  }

  @Test
  void aJreIsPassedOver() throws Exception {
    Path jdk = jdk("a", "97");
    jre("b", "98");
    assertThat(format(Map.of())).isEqualTo(new Run(0, "maven with " + jdk));
  }

  @Test
  void aJdkWithoutAReleaseFileIsAskedForItsVersion() throws Exception {
    Path jdk = jdk("a", "");
    Files.delete(jdk.resolve("release"));
    script(jdk.resolve("bin").resolve("java"), "echo 'openjdk version \"98.0.1\" 2099-01-01' >&2");
    jdk("b", "97");
    assertThat(format(Map.of())).isEqualTo(new Run(0, "maven with " + jdk));
  }

  @Test
  void theJavaOnThePathIsFoundThroughItsLinks() throws Exception {
    Path jdk = jdk("elsewhere", "99");
    Path moved = temp.resolve("elsewhere");
    Files.move(jdk, moved);
    Files.createSymbolicLink(temp.resolve("link"), Path.of("elsewhere", "bin", "java"));
    Files.createSymbolicLink(bin.resolve("java"), Path.of("..", "link"));
    assertThat(format(Map.of())).isEqualTo(new Run(0, "maven with " + moved.toRealPath()));
  }

  @Test
  void whoNamesAJdkGetsThatOne() throws Exception {
    jdk("newer", "98");
    Path named = jdk("named", "97");
    assertThat(format(Map.of("PERDURE_JAVA_HOME", named.toString())))
        .isEqualTo(new Run(0, "maven with " + named));
  }

  @Test
  void whatIsNamedAndNoJdkIsRefused() throws Exception {
    Path nowhere = temp.resolve("nowhere");
    assertThat(format(Map.of("PERDURE_JAVA_HOME", nowhere.toString())))
        .isEqualTo(new Run(1, "perdure: PERDURE_JAVA_HOME is no JDK: " + nowhere));
    Path jre = jre("jre", "98");
    assertThat(format(Map.of("PERDURE_JAVA_HOME", jre.toString())))
        .isEqualTo(new Run(1, "perdure: PERDURE_JAVA_HOME is no JDK: " + jre));
    Path old = jdk("old", "17.0.9");
    assertThat(format(Map.of("PERDURE_JAVA_HOME", old.toString())))
        .isEqualTo(
            new Run(
                1, "perdure: PERDURE_JAVA_HOME is a JDK 17, and 25 or newer is needed: " + old));
  }

  /**
   * A launcher in a folder of its own, with a Maven and a JDK that say what they are called with.
   */
  private Path rootOfItsOwn() throws IOException {
    for (String tool : BUILDING) Files.createSymbolicLink(bin.resolve(tool), find(tool));
    script(
        bin.resolve("mvn"),
        """
        for each in "$@"; do
          case $each in -Dmdep.outputFile=*) echo lib/assert.jar >"${each#*=}" ;; esac
        done
        echo "maven $*" >>$HOME/builds\
        """);
    Path jdk = jdk("a", "97");
    script(jdk.resolve("bin").resolve("java"), "echo \"java $*\"");
    Path root = Files.createDirectories(temp.resolve("root"));
    for (String folder : List.of("cli/src/main", "testing/src/test")) {
      Files.createDirectories(root.resolve(folder));
    }
    for (String pom : List.of("pom.xml", "cli/pom.xml")) Files.createFile(root.resolve(pom));
    Files.copy(LAUNCHER, root.resolve("perdure"));
    return root.toRealPath();
  }

  @Test
  void aSoakOfAllIsToldWhereTheProgramsOfTheKernelAre() throws Exception {
    Path root = rootOfItsOwn();
    Path launcher = root.resolve("perdure");
    String programs = "-Dperdure.programs=" + root + "/testing/target/test-classes:lib/assert.jar";
    Run soak = run(launcher, Map.of(), "simulate", "--soak", "--steps", "1M");
    assertThat(soak.exitCode()).as(soak::output).isZero();
    assertThat(soak.output()).contains(programs, "dev.perdure.cli.Main simulate --soak --steps 1M");
    Run again = run(launcher, Map.of(), "simulate", "--minutes", "1", "--soak");
    assertThat(again.output()).contains(programs);
    assertThat(run(launcher, Map.of(), "simulate", "bank", "--soak").output())
        .doesNotContain("perdure.programs");
    assertThat(Files.readAllLines(home.resolve("builds")))
        .hasSize(2)
        .anyMatch(line -> line.contains(" package "))
        .anyMatch(line -> line.contains(" test-compile ") && line.contains(" -pl testing -am "));
    Files.createFile(root.resolve("testing").resolve("src").resolve("test").resolve("New.java"));
    Files.setLastModifiedTime(
        root.resolve("testing").resolve("src").resolve("test").resolve("New.java"),
        FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(run(launcher, Map.of(), "simulate", "--soak").output()).contains("compiling");
    assertThat(Files.readAllLines(home.resolve("builds"))).hasSize(3);
  }

  @Test
  void aMissingMavenIsToldWithTheWayToGetIt() throws Exception {
    jdk("a", "97");
    Files.delete(bin.resolve("mvn"));
    Run run = format(Map.of());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("there is no mvn on the PATH", "apt install maven");
  }
}
