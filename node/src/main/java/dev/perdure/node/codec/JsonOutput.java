package dev.perdure.node.codec;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One encoding under way: the bytes so far, and where in the value they end. Used by one thread at
 * a time, and kept, for its room is made once: by each thread, and a few for all virtual threads,
 * of which there may be millions.
 */
final class JsonOutput {
  private static final ThreadLocal<@Nullable JsonOutput> OWN = new ThreadLocal<>();

  /** A power of two of places. */
  private static final AtomicReferenceArray<@Nullable JsonOutput> OF_VIRTUAL_THREADS =
      new AtomicReferenceArray<>(16);

  /** In the place of an index. */
  private static final int OBJECT = -2;

  private final JsonBuffer buffer = new JsonBuffer();
  private final boolean canonical;

  /** Whether it writes: what a value is read by may itself write another. */
  private boolean busy;

  /** How many objects and arrays are open. */
  private int depth;

  /** The property under way in each open object, if there is one yet. */
  private @Nullable String[] names = new String[8];

  /** The index of the element under way in each open array, or {@link #OBJECT}. */
  private int[] indices = new int[8];

  private JsonOutput(boolean canonical) {
    this.canonical = canonical;
  }

  /** The bytes of a value in its form, and in the order of its own sets and maps. */
  static byte[] write(Form form, Object value) {
    Thread me = Thread.currentThread();
    return me.isVirtual() ? writeVirtually(form, value, me) : writeHere(form, value);
  }

  private static byte[] writeHere(Form form, Object value) {
    JsonOutput own = OWN.get();
    if (own == null || own.busy) {
      own = new JsonOutput(false);
      OWN.set(own);
    }
    own.busy = true; // For ever, if writing fails: it is not used again.
    byte[] bytes = own.bytes(form, value);
    own.busy = false;
    return bytes;
  }

  private static byte[] writeVirtually(Form form, Object value, Thread me) {
    int place = (int) me.threadId() & OF_VIRTUAL_THREADS.length() - 1;
    JsonOutput kept = OF_VIRTUAL_THREADS.getAndSet(place, null);
    JsonOutput output = kept == null ? new JsonOutput(false) : kept;
    byte[] bytes = output.bytes(form, value);
    OF_VIRTUAL_THREADS.setRelease(place, output);
    return bytes;
  }

  /** The bytes of a value, where equal sets and maps give equal ones. */
  static byte[] writeCanonically(Form form, @Nullable Object value) {
    return new JsonOutput(true).bytes(form, value);
  }

  private byte[] bytes(Form form, @Nullable Object value) {
    form.writeElement(value, this);
    return buffer.take();
  }

  /** Whether equal sets and maps are to give equal bytes. */
  boolean canonical() {
    return canonical;
  }

  void startObject() {
    open(OBJECT);
    buffer.add('{');
  }

  /** Begins a property; its value follows. */
  void name(Name name) {
    names[depth - 1] = name.text();
    name.addProperty(buffer, buffer.last() == '{');
  }

  /** Begins a property; its value follows. */
  void name(String name) {
    if (buffer.last() != '{') buffer.add(',');
    addQuoted(name);
    buffer.add(':');
    names[depth - 1] = name;
  }

  void endObject() {
    names[--depth] = null;
    buffer.add('}');
  }

  void startArray() {
    open(-1);
    buffer.add('[');
  }

  /** Begins an element; its value follows. */
  void element() {
    if (++indices[depth - 1] > 0) buffer.add(',');
  }

  void endArray() {
    depth--;
    buffer.add(']');
  }

  private void open(int index) {
    if (depth == Json.MAX_DEPTH) {
      throw new EncodeFault("", "it is nested deeper than %d levels".formatted(Json.MAX_DEPTH));
    }
    if (depth == names.length) {
      names = Arrays.copyOf(names, 2 * depth);
      indices = Arrays.copyOf(indices, 2 * depth);
    }
    indices[depth++] = index;
  }

  void string(String text) {
    addQuoted(text);
  }

  void string(Name name) {
    name.addString(buffer);
  }

  void number(long number) {
    buffer.add(number);
  }

  /** Writes what is the same in JSON: a number as it is printed, true, false, null. */
  void plain(String json) {
    buffer.addPlain(json);
  }

  private void addQuoted(String text) {
    if (!buffer.addQuoted(text)) {
      throw new EncodeFault(
          this,
          "the string "
              + JsonInput.shown(text)
              + " has an unpaired surrogate, which UTF-8 cannot hold");
    }
  }

  /** The place of the value under way as a JSON pointer, empty for the whole. */
  String pointer() {
    StringBuilder pointer = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      String name = names[i];
      if (indices[i] >= 0) {
        pointer.append('/').append(indices[i]);
      } else if (indices[i] == OBJECT && name != null) {
        pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
      }
    }
    return pointer.toString();
  }
}
