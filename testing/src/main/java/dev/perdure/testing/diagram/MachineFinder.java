package dev.perdure.testing.diagram;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds machines in sources by how they are written; nothing needs to compile for that. */
final class MachineFinder {
  private MachineFinder() {}

  static List<MachineSource> find(List<Path> files) {
    List<Path> likely = files.stream().filter(MachineFinder::speaksOfMachines).toList();
    if (likely.isEmpty()) return List.of();
    List<MachineSource> found = new ArrayList<>();
    for (CompilationUnitTree unit : Compilation.parse(likely)) {
      String packageName = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
      Path file = Path.of(unit.getSourceFile().toUri());
      for (Tree type : unit.getTypeDecls()) {
        if (type instanceof ClassTree declared) {
          find(declared, packageName, packageName, file, found);
        }
      }
    }
    found.sort(Comparator.comparing(MachineSource::className));
    return found;
  }

  private static boolean speaksOfMachines(Path file) {
    try {
      String text = Files.readString(file);
      return text.contains("implements") && text.contains("Machine<");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void find(
      ClassTree type, String outer, String packageName, Path file, List<MachineSource> found) {
    String name =
        outer.isEmpty() ? type.getSimpleName().toString() : outer + "." + type.getSimpleName();
    if (type.getImplementsClause().stream().anyMatch(MachineFinder::isMachine)) {
      found.add(new MachineSource(name, packageName, typeName(type), file));
    }
    for (Tree member : type.getMembers()) {
      if (member instanceof ClassTree inner) find(inner, name, packageName, file, found);
    }
  }

  private static boolean isMachine(Tree implemented) {
    return implemented instanceof ParameterizedTypeTree type
        && type.getTypeArguments().size() == 2
        && lastName(type.getType()).equals("Machine");
  }

  /** The first word that the class gives to {@code MachineType.of}. */
  private static String typeName(ClassTree type) {
    for (Tree member : type.getMembers()) {
      if (member instanceof VariableTree field
          && field.getInitializer() instanceof MethodInvocationTree call
          && call.getMethodSelect() instanceof MemberSelectTree method
          && method.getIdentifier().contentEquals("of")
          && lastName(method.getExpression()).equals("MachineType")) {
        return firstWord(call.getArguments()).orElse("");
      }
    }
    return "";
  }

  private static Optional<String> firstWord(List<? extends ExpressionTree> arguments) {
    return arguments.stream()
        .limit(1)
        .filter(LiteralTree.class::isInstance)
        .map(argument -> String.valueOf(((LiteralTree) argument).getValue()))
        .findFirst();
  }

  private static String lastName(Tree tree) {
    return switch (tree) {
      case IdentifierTree name -> name.getName().toString();
      case MemberSelectTree select -> select.getIdentifier().toString();
      default -> "";
    };
  }
}
