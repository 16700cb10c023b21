package dev.perdure.testing.diagram.flow;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/**
 * Sources that javac has attributed: what a tree means and where it stands.
 *
 * @param trees from the task that attributed them
 * @param elements of the same task
 * @param types of the same task
 */
public record JavaCode(Trees trees, Elements elements, Types types) {
  /** The body of a method, and the place of the method in its source. */
  record Body(TreePath path, MethodTree tree) {}

  /** What a name, call or declaration stands for. */
  @Nullable Element element(Tree tree, TreePath home) {
    return trees.getElement(new TreePath(home, tree));
  }

  /** The static type of a tree. */
  TypeMirror type(Tree tree, TreePath home) {
    TypeMirror type = trees.getTypeMirror(new TreePath(home, tree));
    return type == null ? types.getNoType(javax.lang.model.type.TypeKind.NONE) : type;
  }

  /** The body of a method, where its source is there and has one. */
  Optional<Body> body(ExecutableElement method) {
    TreePath path = trees.getPath(method);
    return path != null && path.getLeaf() instanceof MethodTree tree && tree.getBody() != null
        ? Optional.of(new Body(path, tree))
        : Optional.empty();
  }

  /** Where a field is declared, if its source is there. */
  Optional<TreePath> field(Element field) {
    TreePath path = trees.getPath(field);
    return path != null && path.getLeaf() instanceof VariableTree
        ? Optional.of(path)
        : Optional.empty();
  }

  /** A tree as it is written, on one line. */
  String text(Tree tree, TreePath home) {
    CompilationUnitTree unit = home.getCompilationUnit();
    long start = trees.getSourcePositions().getStartPosition(unit, tree);
    long end = trees.getSourcePositions().getEndPosition(unit, tree);
    if (start < 0 || end < start) return tree.toString();
    try {
      CharSequence source = unit.getSourceFile().getCharContent(true);
      return source.subSequence((int) start, (int) end).toString().replaceAll("\\s+", " ").strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** File and line of a tree. */
  String place(Tree tree, TreePath home) {
    CompilationUnitTree unit = home.getCompilationUnit();
    String file = unit.getSourceFile().getName();
    LineMap lines = unit.getLineMap();
    long start = trees.getSourcePositions().getStartPosition(unit, tree);
    return "%s:%d"
        .formatted(
            file.substring(file.replace('\\', '/').lastIndexOf('/') + 1),
            start < 0 ? 0 : lines.getLineNumber(start));
  }
}
