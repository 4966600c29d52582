package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.guard.RoundTripGuard;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/** The shape of an application class with fields, and its guard. */
abstract class FieldsShape extends Shape {

    private final JavaType javaType;
    private final Shapes shapes;
    private final RoundTripGuard guard = new RoundTripGuard();

    /** Created at the first use, since a field may be of the class itself. */
    private volatile @Nullable List<FieldSlot> fields;

    /** Set after the first creation of an instance here, which has initialized the class. */
    private volatile boolean initialized;

    FieldsShape(JavaType type, Shapes shapes) {
        super(type.getRawClass());
        this.javaType = type;
        this.shapes = shapes;
    }

    final List<FieldSlot> fields() throws UncrossableException {
        List<FieldSlot> known = fields;
        if (known == null) {
            known = FieldSlot.all(javaType, shapes);
            fields = known;
        }
        return known;
    }

    final void markInitialized() {
        if (!initialized) {
            initialized = true;
        }
    }

    @Override
    boolean runsNoApplicationCode() {
        // To look up the fields may run code that their annotations name.
        return initialized && fields != null;
    }

    final void requireAllowed() throws UncrossableException {
        guard.requireAllowed();
    }

    @Override
    boolean mustReadBack() {
        return guard.mustReadBack();
    }

    @Override
    final void readBackSucceeded(int values) {
        guard.readBackSucceeded(values);
    }

    @Override
    final void refuse(String reason) {
        guard.refuse(reason);
    }

    @Override
    void check(Slot.Check check) throws UncrossableException {
        for (FieldSlot field : fields()) {
            if (!field.field().getType().isPrimitive()) {
                check.in(field.name(), field.slot());
            }
        }
    }
}
