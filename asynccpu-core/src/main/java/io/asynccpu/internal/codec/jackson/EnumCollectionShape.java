package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/** The shape of {@code EnumSet} and {@code EnumMap}, with the enum's name, since empty ones have an enum type, too. */
final class EnumCollectionShape extends Shape {

    private final Shapes shapes;
    private final JavaType keyType;
    private final @Nullable Slot values;

    private EnumCollectionShape(Class<?> type, Shapes shapes, JavaType keyType, @Nullable Slot values) {
        super(type);
        this.shapes = shapes;
        this.keyType = keyType;
        this.values = values;
    }

    static Shape set(JavaType type, Shapes shapes) {
        return new EnumCollectionShape(EnumSet.class, shapes, type.getContentType(), null);
    }

    static Shape map(JavaType type, Shapes shapes) {
        return new EnumCollectionShape(EnumMap.class, shapes, type.getKeyType(), shapes.slot(type.getContentType()));
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // every element is a constant of the enum that the set is for
    void write(Object value, GraphWriter out) throws UncrossableException {
        if (values == null) {
            EnumSet<?> set = (EnumSet<?>) value;
            EnumSet<?> some = set.isEmpty() ? EnumSet.complementOf((EnumSet) set) : set;
            if (some.isEmpty()) {
                throw new UncrossableException("a set of an enum without constants");
            }
            Class<?> enumType = some.iterator().next().getDeclaringClass();
            shapes.allowed().requireEnum(enumType, keyType);
            out.string(enumType.getName());
            CollectionShape.writeElements(set, set.size(), keys(enumType), out);
            return;
        }
        EnumMap<?, ?> map = (EnumMap<?, ?>) value;
        Class<?> enumType = keyType.getRawClass();
        if (!map.isEmpty()) {
            enumType = map.keySet().iterator().next().getDeclaringClass();
        } else if (!enumType.isEnum()) {
            throw new UncrossableException("an empty EnumMap where the signature does not declare its enum");
        }
        shapes.allowed().requireEnum(enumType, keyType);
        out.string(enumType.getName());
        MapShape.writeEntries(map.entrySet(), map.size(), keys(enumType), values, out);
    }

    private Slot keys(Class<?> enumType) {
        return shapes.slot(shapes.types().resolve(enumType, keyType));
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // the class was checked to be an enum, and so is each constant
    Object read(GraphReader in, int id) throws UncrossableException {
        Class<?> enumType = shapes.allowed().enumNamed(in.string(), keyType);
        if (values == null) {
            EnumSet set = EnumSet.noneOf((Class) enumType);
            int size = in.count();
            for (int i = 0; i < size; i++) {
                set.add(keys(enumType).read(in));
            }
            return set;
        }
        EnumMap map = new EnumMap(enumType);
        in.exists(id, map);
        MapShape.readInto(
                (Map<@Nullable Object, @Nullable Object>) map,
                keys(enumType),
                values,
                in.objects().openReferences(),
                in);
        return map;
    }

    @Override
    boolean isPlain() {
        return true;
    }

    @Override
    void check(Slot.Check check) throws UncrossableException {
        if (values != null) {
            check.in("[]", values);
        }
    }
}
