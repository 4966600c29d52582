package io.asynccpu.crossing;

import java.lang.reflect.Type;
import java.util.Set;

/**
 * A value under the type that a signature declares for it.
 *
 * @param maker makes it anew, the same one each time and in each process
 */
record Sample(String kind, String name, Type type, Maker<?> maker) {

    /** Whether Jackson finds the modules of the class path for the values of this kind. */
    static final Set<String> WITHOUT_MODULES = Set.of("kotlin without module", "guava without module");

    /** Makes a value. */
    interface Maker<T> {
        T make() throws Exception;
    }

    Object make() {
        try {
            return maker.make();
        } catch (Exception e) {
            throw new IllegalStateException(this + " cannot be made", e);
        }
    }

    boolean withModules() {
        return !WITHOUT_MODULES.contains(kind);
    }

    @Override
    public String toString() {
        return kind + ": " + name;
    }
}
