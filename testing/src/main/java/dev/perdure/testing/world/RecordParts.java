package dev.perdure.testing.world;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The components of record classes, looked up once for each class. Thread-safe. */
public final class RecordParts {
  private static final ClassValue<List<Part>> PARTS =
      new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
          List<Part> parts = new ArrayList<>();
          for (RecordComponent component : type.getRecordComponents()) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            parts.add(new Part(component.getName(), component.getType(), accessor));
          }
          return List.copyOf(parts);
        }
      };

  private RecordParts() {}

  /** One component. */
  public record Part(String name, Class<?> type, Method accessor) {
    /** What a record has there. */
    public @Nullable Object of(Object value) {
      try {
        return accessor.invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + accessor, e);
      }
    }
  }

  /** The components of a record class, in their order. */
  public static List<Part> of(Class<?> type) {
    return PARTS.get(type);
  }
}
