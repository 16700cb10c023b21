package dev.perdure.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads a {@link NodeConfig} from a file and the environment. Used once. */
final class SettingsReader {
  /** Variables of the launcher, which are no settings of a node. */
  private static final Set<String> LAUNCHER = Set.of("PERDURE_JAVA_HOME", "PERDURE_JAVA_OPTS");

  private final List<String> problems = new ArrayList<>();
  private final Map<String, Given> given = new LinkedHashMap<>();

  /** A value as it was found. */
  private record Given(String text, String origin) {}

  NodeConfig read(Optional<Path> file, Map<String, String> environment, Optional<Path> usualDir) {
    file.ifPresent(this::readFile);
    readEnvironment(environment);
    usualDir.ifPresent(
        dir -> given.putIfAbsent(Settings.DIR.name(), new Given(dir.toString(), "the default")));
    NodeConfig config = apply();
    if (problems.isEmpty()) return config;
    throw new IllegalArgumentException(
        "The settings cannot be used:\n  " + String.join("\n  ", problems));
  }

  private void readFile(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      problems.add("%s cannot be read (%s); is it there, and UTF-8?".formatted(file, e));
      return;
    }
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).strip();
      if (!line.isEmpty() && !line.startsWith("#")) readLine(line, file + ":" + number);
    }
  }

  private void readLine(String line, String origin) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      problems.add("'%s' is no line of name = value (%s)".formatted(line, origin));
      return;
    }
    String name = line.substring(0, equals).strip();
    Optional<Setting<?>> setting =
        Settings.ALL.stream().filter(each -> each.name().equals(name)).findFirst();
    if (setting.isEmpty()) {
      List<String> known = Settings.ALL.stream().map(Setting::name).toList();
      problems.add(unknown("setting", name, known, origin));
      return;
    }
    Given other = given.put(name, new Given(line.substring(equals + 1).strip(), origin));
    if (other != null) {
      problems.add("%s is set twice (%s and %s)".formatted(name, other.origin(), origin));
    }
  }

  private void readEnvironment(Map<String, String> environment) {
    new TreeMap<>(environment)
        .forEach(
            (variable, text) -> {
              if (!variable.startsWith(Settings.VARIABLE_PREFIX)) return;
              if (LAUNCHER.contains(variable)) return;
              String origin = "environment variable " + variable;
              Settings.ALL.stream()
                  .filter(each -> each.variable().equals(variable))
                  .findFirst()
                  .ifPresentOrElse(
                      setting -> given.put(setting.name(), new Given(text.strip(), origin)),
                      () -> problems.add(unknownVariable(variable)));
            });
  }

  private static String unknownVariable(String variable) {
    List<String> known = Settings.ALL.stream().map(Setting::variable).toList();
    return unknown("environment variable", variable, known, "environment");
  }

  private NodeConfig apply() {
    NodeConfig config = NodeConfig.at(Path.of("."));
    for (Setting<?> setting : Settings.ALL) {
      Given value = given.get(setting.name());
      if (value == null) {
        if (setting.standard().isEmpty()) {
          problems.add(
              "%s is missing; set it in the file or as %s"
                  .formatted(setting.name(), setting.variable()));
        }
        continue;
      }
      try {
        config = setting.apply(config, value.text());
      } catch (IllegalArgumentException e) {
        problems.add(
            "%s: '%s' is not %s (%s)"
                .formatted(setting.name(), value.text(), e.getMessage(), value.origin()));
      }
    }
    return config;
  }

  private static String unknown(String what, String name, List<String> known, String origin) {
    String nearest =
        known.stream()
            .min(Comparator.comparingInt(each -> distance(each, name)))
            .filter(each -> distance(each, name) <= Math.max(2, name.length() / 3))
            .map(each -> "; did you mean " + each + "?")
            .orElse(".");
    return "there is no %s '%s' (%s)%s Known are %s"
        .formatted(what, name, origin, nearest, known.stream().collect(Collectors.joining(", ")));
  }

  /** How many characters must be put in, left out or changed to make one of the other. */
  private static int distance(String a, String b) {
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) last[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
      }
      last = row;
    }
    return last[b.length()];
  }
}
