package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.ProcessBoundTypes;
import io.asynccpu.internal.codec.UncrossableException;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/** Checks, without a value, whether values of a type can cross. Not thread-safe. */
final class TypeCheck implements Slot.Check {

    private final Shapes shapes;
    private final Set<Slot> seen = new HashSet<>();

    TypeCheck(Shapes shapes) {
        this.shapes = shapes;
    }

    @Override
    public void in(String step, Slot slot) throws UncrossableException {
        try {
            check(slot);
        } catch (UncrossableException e) {
            throw e.in(step);
        }
    }

    void check(Slot slot) throws UncrossableException {
        if (!seen.add(slot) || slot.isFixed()) {
            return;
        }
        Class<?> raw = slot.type().getRawClass();
        String bound = Comparator.class.isAssignableFrom(raw) ? null : ProcessBoundTypes.reason(raw);
        if (bound != null) {
            throw new UncrossableException(bound);
        }
        if (raw == Object.class || raw == Void.class || raw.isPrimitive()) {
            return;
        }
        if (Modifier.isAbstract(raw.getModifiers()) && !raw.isArray() && !raw.isEnum()) {
            checkAbstract(slot, raw);
            return;
        }
        shapes.shape(slot.type(), slot.announced()).check(this);
        for (Class<?> each : shapes.allowed().announcedAt(slot)) {
            if (each != raw) {
                shapes.shape(shapes.types().specialize(slot.type(), each)).check(this);
            }
        }
    }

    private void checkAbstract(Slot slot, Class<?> raw) throws UncrossableException {
        Shape usual = shapes.ofDeclared(slot);
        if (usual != null) {
            usual.check(this);
            return;
        }
        Set<Class<?>> announced = shapes.allowed().announcedAt(slot);
        for (Class<?> each : announced) {
            shapes.shape(shapes.types().specialize(slot.type(), each)).check(this);
        }
        boolean custom = shapes.metadata().isCustom(slot.type());
        if (!shapes.isTrusted() && announced.isEmpty() && !JdkShapes.anyFits(raw) && !custom) {
            throw new UncrossableException(RefusalMessages.isAbstract(raw));
        }
    }
}
