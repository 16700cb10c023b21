package dev.perdure.testing.diagram;

import java.nio.file.Path;

/**
 * Where a machine type is in the sources.
 *
 * @param className its class, with package and enclosing classes, separated by dots
 * @param packageName its package; empty for the one without a name
 * @param type the durable name of the machine type; empty where the class does not say it
 * @param file its source file
 */
public record MachineSource(String className, String packageName, String type, Path file) {
  /** The class without its package and enclosing classes. */
  public String simpleName() {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  /** The last part of the package: what people call the program. */
  public String app() {
    return packageName.substring(packageName.lastIndexOf('.') + 1);
  }

  /** Whether people may mean this machine by that word: its type, or its class, short or long. */
  public boolean isCalled(String word) {
    return word.equalsIgnoreCase(simpleName()) || word.equals(type) || word.equals(className);
  }

  /** Its type's durable name, or if that is not known its class's. */
  public String label() {
    return type.isEmpty() ? simpleName() : type;
  }
}
