package dev.perdure.kernel;

/** What all of the kernel's stored records share. */
final class Records {
  private Records() {}

  /** Reads a record's version byte. */
  static void version(ByteReader in, int known, String what) {
    int version = in.u8();
    if (version != known) {
      throw new IllegalStateException(
          "%s of version %d, and only %d is known: written by a newer Perdure, or damaged"
              .formatted(what, version, known));
    }
  }
}
