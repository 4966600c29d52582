package io.asynccpu.autoconfigure.values;

import java.io.IOException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;

/** Deserializer that converts the form of a value to the value. */
final class FormDeserializer<T, F> extends ValueDeserializer<T> {

    private final Conversion<T, F> conversion;
    private final JavaType form;

    FormDeserializer(Conversion<T, F> conversion, JavaType form) {
        this.conversion = conversion;
        this.form = form;
    }

    /** Also for values that are declared as a superclass or an interface. */
    @Override
    public Class<?> handledType() {
        return conversion.type();
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) {
        Object read = context.findContextualValueDeserializer(form, null).deserialize(in, context);
        try {
            F made = conversion.form().cast(read);
            return conversion.from().apply(made, Boolean.TRUE.equals(context.getAttribute(FormSerializer.TRUSTED)));
        } catch (IOException | RuntimeException e) {
            throw DatabindException.from(in, e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }
}
