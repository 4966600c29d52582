package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shape of an enum: its constants by name, independently of annotations. */
final class EnumShape extends Shape {

    private final Map<String, Enum<?>> constants = new LinkedHashMap<>();
    private final boolean plain;

    EnumShape(Class<?> type, boolean plain) {
        super(type);
        this.plain = plain;
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), (Enum<?>) constant);
        }
    }

    @Override
    void write(Object value, GraphWriter out) {
        out.string(((Enum<?>) value).name());
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        String name = in.string();
        Enum<?> constant = constants.get(name);
        if (constant == null) {
            throw UncrossableException.damagedBytes("no constant " + name + " of " + name());
        }
        return constant;
    }

    @Override
    boolean isShared() {
        return false;
    }

    @Override
    boolean isBare() {
        return true;
    }

    @Override
    boolean runsNoApplicationCode() {
        return true;
    }

    @Override
    boolean isPlain() {
        return plain;
    }
}
