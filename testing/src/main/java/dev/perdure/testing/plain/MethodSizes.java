package dev.perdure.testing.plain;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds methods that HotSpot never compiles: those of more than {@value #HUGE} bytecodes ({@code
 * -XX:-DontCompileHugeMethods} aside). A matrix of states and events in one method gets there, and
 * then runs six to eight times slower.
 */
public final class MethodSizes {
  /** HotSpot's {@code HugeMethodLimit}. */
  static final int HUGE = 8_000;

  private MethodSizes() {}

  /** The methods of a class that are too large, each with its size. */
  public static List<String> tooLarge(Class<?> type) {
    return tooLarge(type.getSimpleName(), bytes(type));
  }

  static List<String> tooLarge(String name, byte[] classFile) {
    List<String> found = new ArrayList<>();
    for (MethodModel large : ClassFile.of().parse(classFile).methods()) {
      int size = large.code().map(MethodSizes::size).orElse(0);
      if (size > HUGE) {
        String method = name + "." + large.methodName().stringValue();
        found.add(
            String.format(
                Locale.ROOT,
                "%s has %,d bytecodes, and HotSpot compiles none of more than %,d: split it",
                method,
                size,
                HUGE));
      }
    }
    return found;
  }

  private static int size(CodeModel code) {
    return code instanceof CodeAttribute attribute ? attribute.codeLength() : 0;
  }

  private static byte[] bytes(Class<?> type) {
    String file = type.getName().substring(type.getPackageName().length()).replaceFirst("^\\.", "");
    try (InputStream in = type.getResourceAsStream(file + ".class")) {
      if (in == null) {
        throw new IllegalArgumentException("the class file of " + type.getName() + " is not there");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalArgumentException("the class file of " + type.getName(), e);
    }
  }
}
