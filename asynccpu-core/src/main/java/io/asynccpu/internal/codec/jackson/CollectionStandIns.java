package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.reflect.DeclaredMethods;
import io.asynccpu.internal.codec.reflect.Fields;
import io.asynccpu.internal.codec.reflect.KotlinObjects;
import io.asynccpu.internal.codec.reflect.LazyState;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which class of the JDK stands for a collection or map whose own class cannot be made again, such as a view. */
final class CollectionStandIns {

    private CollectionStandIns() {}

    /** The class that receives the elements of a view or of a provider's collection, in their order. */
    static @Nullable Class<?> viewOf(Class<?> raw) {
        if (List.class.isAssignableFrom(raw)) {
            return ArrayList.class;
        } else if (SortedSet.class.isAssignableFrom(raw)) {
            return TreeSet.class;
        } else if (Set.class.isAssignableFrom(raw)) {
            return LinkedHashSet.class;
        } else if (SortedMap.class.isAssignableFrom(raw)) {
            return TreeMap.class;
        } else if (Map.class.isAssignableFrom(raw)) {
            return raw.getName().equals("java.util.WeakHashMap") ? null : LinkedHashMap.class;
        }
        return Collection.class.isAssignableFrom(raw) && !Queue.class.isAssignableFrom(raw) ? ArrayList.class : null;
    }

    /**
     * The class as which a collection of this class is received: for a view of the JDK, or for a class of a library
     * that has no fields or a {@code writeReplace} method. Null for other classes. A view with identity semantics has
     * none, since another collection would treat its elements differently.
     */
    static @Nullable Class<?> standIn(Class<?> raw) {
        if (raw.isInterface()) {
            // Only a module can create values of an interface.
            return null;
        }
        if (!Fields.isPlatform(raw)) {
            boolean content = LazyState.ofCollection(raw) == null
                    && CollectionKind.of(Fields.platformSuperclass(raw)) == null
                    && MapKind.of(Fields.platformSuperclass(raw)) == null
                    && KotlinObjects.instanceOf(raw) == null
                    && (Fields.of(raw).isEmpty() || DeclaredMethods.has(raw, "writeReplace", 0));
            return content ? viewOf(raw) : null;
        }
        boolean own = Modifier.isPublic(raw.getModifiers())
                || CollectionKind.of(raw) != null
                || MapKind.of(raw) != null
                || WrapperShape.contentOf(raw) != null
                || EnumSet.class.isAssignableFrom(raw)
                || raw.getName().equals("java.util.Collections$SetFromMap");
        return own ? null : viewOf(raw);
    }
}
