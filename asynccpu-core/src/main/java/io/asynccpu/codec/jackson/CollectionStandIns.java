package io.asynccpu.codec.jackson;

import io.asynccpu.codec.reflect.DeclaredMethods;
import io.asynccpu.codec.reflect.Fields;
import io.asynccpu.codec.reflect.LazyState;
import io.asynccpu.codec.reflect.Singletons;
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

    /** The class that takes what a view or a provider's collection holds, in its order. */
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
     * The class that stands for a collection of this one: for a view of the JDK, or for one of a library that adds nothing, or
     * says itself that it is written as something else. Null if there is none. One of identities is something else than what
     * it holds.
     */
    static @Nullable Class<?> standIn(Class<?> raw) {
        if (raw.isInterface()) {
            // A module makes its values, or nobody does.
            return null;
        }
        if (!Fields.isPlatform(raw)) {
            boolean content = LazyState.ofCollection(raw) == null
                    && CollectionKind.of(Fields.platformSuperclass(raw)) == null
                    && MapKind.of(Fields.platformSuperclass(raw)) == null
                    && Singletons.of(raw) == null
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
