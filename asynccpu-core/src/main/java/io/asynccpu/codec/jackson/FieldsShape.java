package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.guard.Guard;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/** A class of the application that is known by its fields, and what the guard knows of its values. */
abstract class FieldsShape extends Shape {

    private final JavaType javaType;
    private final Shapes shapes;
    private final Guard guard = new Guard();

    /** Not before they are needed: a field may be of the class itself. */
    private volatile @Nullable List<FieldPlace> fields;

    /** Once one was made here, the class is initialized. */
    private volatile boolean made;

    FieldsShape(JavaType type, Shapes shapes) {
        super(type.getRawClass());
        this.javaType = type;
        this.shapes = shapes;
    }

    final List<FieldPlace> fields() throws UncrossableException {
        List<FieldPlace> known = fields;
        if (known == null) {
            known = FieldPlace.all(javaType, shapes);
            fields = known;
        }
        return known;
    }

    final void made() {
        if (!made) {
            made = true;
        }
    }

    @Override
    boolean isQuick() {
        // To find out what the fields are may run what their annotations name.
        return made && fields != null;
    }

    final void requireAllowed() throws UncrossableException {
        guard.requireAllowed();
    }

    @Override
    boolean isUnproven() {
        return guard.isUnproven();
    }

    @Override
    final void proven(int values) {
        guard.proven(values);
    }

    @Override
    final void refuse(String reason) {
        guard.refuse(reason);
    }

    @Override
    void check(TypeCheck check) throws UncrossableException {
        for (FieldPlace field : fields()) {
            if (!field.field().getType().isPrimitive()) {
                check.in(field.name(), field.slot());
            }
        }
    }
}
