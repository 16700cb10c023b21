package dev.perdure.node.codec;

/**
 * Why a type cannot be written and read back.
 *
 * @param where the class and component, such as {@code shop.Order$Paid.items}
 * @param what what is wrong there
 * @param remedy what to do
 */
public record ShapeProblem(String where, String what, String remedy) {
  @Override
  public String toString() {
    return where + ": " + what + "; " + remedy;
  }
}
