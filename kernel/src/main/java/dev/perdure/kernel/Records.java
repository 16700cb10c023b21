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

  /** Reads the version byte of a record of which all versions from 1 up to one are known. */
  static int versionUpTo(int newest, ByteReader in, String what) {
    int version = in.u8();
    if (version < 1 || version > newest) {
      throw new IllegalStateException(
          "%s of version %d, and only those up to %d are known: written by a newer Perdure, or damaged"
              .formatted(what, version, newest));
    }
    return version;
  }
}
