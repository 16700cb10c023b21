package dev.perdure.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one client did, line by line, written before a transfer is sent and after it is answered: so
 * it tells the truth also of a client that was killed. Safe for use by any number of threads.
 */
final class BankLedger implements AutoCloseable {
  private final BufferedWriter lines;

  /** What a client knows of a transfer. */
  enum Fate {
    /** It was sent, and that is all. */
    UNKNOWN,
    /** The service said that it is done. */
    ACKNOWLEDGED,
    /** The service said that it will never be. */
    REFUSED
  }

  /** A transfer and what is known of it. */
  record Line(BankTransfer transfer, Fate fate) {}

  BankLedger(Path file) throws IOException {
    lines =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  synchronized void write(BankTransfer transfer, Fate fate) throws IOException {
    lines.write(
        String.join(
            " ",
            transfer.reference(),
            transfer.source(),
            transfer.target(),
            Long.toString(transfer.amount()),
            fate.name()));
    lines.newLine();
    lines.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    lines.close();
  }

  /** Adds what is in a file: of each transfer the last that its client knew. */
  static void read(Path file, Map<String, Line> into) throws IOException {
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ", -1);
      if (words.length != 5) continue; // Cut off: its client was killed before it sent anything.
      BankTransfer transfer =
          new BankTransfer(words[0], words[1], words[2], Long.parseLong(words[3]));
      Fate fate = fate(words[4]);
      into.put(transfer.reference(), new Line(transfer, fate));
    }
  }

  /** A word that is cut off is one of an answer: the transfer was sent. */
  private static Fate fate(String word) {
    for (Fate fate : Fate.values()) {
      if (fate.name().equals(word)) return fate;
    }
    return Fate.UNKNOWN;
  }

  /** An empty collection to {@link #read} into. */
  static Map<String, Line> empty() {
    return new LinkedHashMap<>();
  }
}
