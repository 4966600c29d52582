package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Constants by their names, whatever annotations make of them. */
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
    boolean isQuick() {
        return true;
    }

    @Override
    boolean isPlain() {
        return plain;
    }
}
