package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.Fields;
import tools.jackson.databind.JavaType;

/** Reasons and remedies that several classes use. */
final class RefusalMessages {

    private RefusalMessages() {}

    static String isAbstract(Class<?> type) {
        return type.getName()
                + " is abstract, so the class to create is unknown; seal it, declare the concrete class, or announce the"
                + " subclasses with @JsonSubTypes";
    }

    static UncrossableException urlAsKey() {
        return new UncrossableException("a URL in a set or as a key is compared through the network; use URIs");
    }

    /** For a result: a child must not choose classes. */
    static String unannounced(Class<?> actual, JavaType declared) {
        Class<?> raw = declared.getRawClass();
        if (Fields.isPlatform(raw) && !raw.isArray()) {
            return "a " + actual.getName() + " is used where the signature only says " + raw.getSimpleName()
                    + ", and a child must not choose classes; declare the type (a method reference shows its generic types, a"
                    + " lambda and a raw or wildcard type do not)";
        }
        return "a " + actual.getName() + " is used where " + declared.toCanonical()
                + " is declared, and a child must not choose classes; declare the class itself, seal the declared one, or"
                + " announce the class with @JsonTypeInfo and @JsonSubTypes";
    }
}
