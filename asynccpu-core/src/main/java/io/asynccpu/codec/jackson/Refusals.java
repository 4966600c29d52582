package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.reflect.Fields;
import tools.jackson.databind.JavaType;

/** Why a value cannot cross, and what to do about it, where more than one place says the same. */
final class Refusals {

    private Refusals() {}

    static String isAbstract(Class<?> type) {
        return type.getName()
                + " is abstract, so nothing says which class to create; seal it, declare the concrete class, or announce the"
                + " subclasses with @JsonSubTypes";
    }

    static UncrossableException urlAsKey() {
        return new UncrossableException("a URL in a set or as a key is compared by asking the network; use URIs");
    }

    /** In a result: a child may not name classes. */
    static String unannounced(Class<?> actual, JavaType declared) {
        Class<?> raw = declared.getRawClass();
        if (Fields.isPlatform(raw) && !raw.isArray()) {
            return "a " + actual.getName() + " stands where the signature only says " + raw.getSimpleName()
                    + ", and a child may not choose classes; declare the type (a method reference shows its generic types, a"
                    + " lambda and a raw or wildcard type do not)";
        }
        return "a " + actual.getName() + " stands where " + declared.toCanonical()
                + " is declared, and a child may not choose classes; declare the class itself, seal the declared one, or"
                + " announce the class with @JsonTypeInfo and @JsonSubTypes";
    }
}
