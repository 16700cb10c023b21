package dev.perdure.testing.mutants;

import dev.perdure.testing.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code mutants.txt}; its form is told at its beginning. */
final class MutantList {
  private static final String FILE = "mutants.txt";
  private static final Pattern HEAD = Pattern.compile("(G\\d+): (.+)");
  private static final Pattern PLACE = Pattern.compile("  in (\\S+), found by ([A-Z]+)");

  private final List<Mutant> mutants = new ArrayList<>();
  private @Nullable Matcher head;
  private @Nullable Matcher place;
  private final List<Edit> edits = new ArrayList<>();
  private final List<String> original = new ArrayList<>();
  private final List<String> replacement = new ArrayList<>();

  private MutantList() {}

  /** All mutants, in the order of the file. */
  static List<Mutant> read() {
    MutantList list = new MutantList();
    try (InputStream in = MutantList.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("no " + FILE);
      }
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      for (int at = 0; at < lines.size(); at++) {
        list.read(lines.get(at), at + 1);
      }
      list.endMutant(lines.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return list.mutants;
  }

  private void read(String line, int number) {
    Matcher begins = HEAD.matcher(line);
    Matcher places = PLACE.matcher(line);
    if (line.startsWith("#") || line.isBlank()) {
      return;
    } else if (begins.matches()) {
      endMutant(number);
      head = begins;
    } else if (places.matches()) {
      place = places;
    } else if (line.startsWith("  -")) {
      if (!replacement.isEmpty()) {
        endEdit();
      }
      original.add(line.substring(3));
    } else if (line.startsWith("  +")) {
      replacement.add(line.substring(3));
    } else {
      throw new IllegalStateException("%s, line %d: what is \"%s\"?".formatted(FILE, number, line));
    }
  }

  private void endEdit() {
    if (!original.isEmpty()) {
      edits.add(new Edit(String.join("\n", original), String.join("\n", replacement)));
    }
    original.clear();
    replacement.clear();
  }

  private void endMutant(int number) {
    Matcher begun = head;
    Matcher where = place;
    if (begun == null) {
      return;
    }
    endEdit();
    if (where == null || edits.isEmpty()) {
      throw new IllegalStateException(
          "%s, before line %d: no place, or no edit".formatted(FILE, number));
    }
    mutants.add(
        new Mutant(
            begun.group(1),
            begun.group(2),
            where.group(1),
            Programs.valueOf(where.group(2)),
            edits));
    head = null;
    place = null;
    edits.clear();
  }
}
