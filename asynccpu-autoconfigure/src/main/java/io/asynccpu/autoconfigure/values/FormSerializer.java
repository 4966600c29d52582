package io.asynccpu.autoconfigure.values;

import java.io.IOException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Serializer that writes the form of a value. */
final class FormSerializer<T, F> extends ValueSerializer<T> {

    /** Attribute of the codec that distinguishes arguments from results. */
    static final String TRUSTED = "asynccpu.trusted";

    private final Conversion<T, F> conversion;
    private final JavaType form;

    FormSerializer(Conversion<T, F> conversion, JavaType form) {
        this.conversion = conversion;
        this.form = form;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
        F made;
        try {
            made = conversion.to().apply(value, Boolean.TRUE.equals(context.getAttribute(TRUSTED)));
        } catch (IOException | RuntimeException e) {
            throw DatabindException.from(out, e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
        context.findValueSerializer(form).serialize(made, out, context);
    }
}
