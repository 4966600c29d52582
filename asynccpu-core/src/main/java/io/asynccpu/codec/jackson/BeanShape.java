package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.reflect.Fields;
import io.asynccpu.codec.reflect.FinalFields;
import io.asynccpu.codec.reflect.LazyState;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * A class of the application: field by field, whatever its accessors show and its annotations tell web clients. If it
 * extends a collection or map of the JDK, the elements of that cross, too.
 */
final class BeanShape extends FieldsShape {

    private final Shapes shapes;
    private final Instances instances;
    private final @Nullable Inherited inherited;
    private final @Nullable ReadResolve readResolve;
    private final @Nullable LazyState lazy;
    private final Restoring restoring;

    /** Whether this JVM can make it; one that only sends it need not. */
    private final boolean readable;

    BeanShape(JavaType type, Shapes shapes) throws UncrossableException {
        super(type, shapes);
        this.shapes = shapes;
        this.inherited = Inherited.of(type, shapes);
        this.instances = Instances.of(type.getRawClass());
        this.readable = Fields.of(type.getRawClass()).stream().allMatch(field -> FinalFields.refusal(field) == null);
        this.restoring = Restoring.of(type.getRawClass());
        this.lazy = LazyState.ofEntity(type.getRawClass());
        this.readResolve = ReadResolve.of(type.getRawClass());
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        requireAllowed();
        if (lazy != null) {
            lazy.requireLoaded(value);
        }
        for (FieldPlace field : fields()) {
            field.write(value, out);
        }
        if (inherited != null) {
            inherited.write(value, out);
        }
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        int openReferences = in.objects().openReferences();
        Object value = instances.create();
        made();
        if (readResolve == null) {
            in.exists(id, value);
        }
        for (FieldPlace field : fields()) {
            field.readInto(value, in);
        }
        if (inherited != null) {
            inherited.read(value, in);
        }
        if (in.objects().openReferences() == openReferences) {
            restoring.apply(value);
        } else {
            // What it makes of sets that are filled at the end.
            in.atTheEnd(() -> restoring.apply(value));
        }
        return readResolve == null ? value : readResolve.apply(value);
    }

    @Override
    boolean isQuick() {
        return inherited == null
                && readResolve == null
                && !restoring.isThere()
                && !instances.runConstructors()
                && super.isQuick();
    }

    @Override
    boolean isMadeLast() {
        return readResolve != null;
    }

    @Override
    boolean isUnproven() {
        return readable && (readResolve != null || restoring.isThere() || super.isUnproven());
    }

    @Override
    void check(TypeCheck check) throws UncrossableException {
        for (FieldPlace field : fields()) {
            String barred = shapes.isTrusted() ? null : FinalFields.refusal(field.field());
            if (barred != null) {
                throw new UncrossableException(barred);
            }
        }
        super.check(check);
        if (inherited != null) {
            inherited.check(check);
        }
    }
}
