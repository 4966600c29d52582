package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.Fields;
import io.asynccpu.internal.codec.reflect.FinalFields;
import io.asynccpu.internal.codec.reflect.LazyState;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * The shape of an application class: field by field, independently of its accessors and of annotations for web clients.
 * If it extends a collection or map of the JDK, the elements cross, too.
 */
final class BeanShape extends FieldsShape {

    private final Shapes shapes;
    private final InstanceFactory instances;
    private final @Nullable InheritedElements inherited;
    private final @Nullable ReadResolve readResolve;
    private final @Nullable LazyState lazy;
    private final ReadObjectHooks restoring;

    /** Whether this JVM can create it; a JVM that only sends it need not. */
    private final boolean readable;

    BeanShape(JavaType type, Shapes shapes) throws UncrossableException {
        super(type, shapes);
        this.shapes = shapes;
        this.inherited = InheritedElements.of(type, shapes);
        this.instances = InstanceFactory.of(type.getRawClass());
        this.readable = Fields.of(type.getRawClass()).stream().allMatch(field -> FinalFields.refusal(field) == null);
        this.restoring = ReadObjectHooks.of(type.getRawClass());
        this.lazy = LazyState.ofEntity(type.getRawClass());
        this.readResolve = ReadResolve.of(type.getRawClass());
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        requireAllowed();
        if (lazy != null) {
            lazy.requireLoaded(value);
        }
        for (FieldSlot field : fields()) {
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
        markInitialized();
        if (readResolve == null) {
            in.exists(id, value);
        }
        for (FieldSlot field : fields()) {
            field.readInto(value, in);
        }
        if (inherited != null) {
            inherited.read(value, in);
        }
        if (in.objects().openReferences() == openReferences) {
            restoring.apply(value);
        } else {
            // Its readObject may use sets that are filled at the end.
            in.atTheEnd(() -> restoring.apply(value));
        }
        return readResolve == null ? value : readResolve.apply(value);
    }

    @Override
    boolean runsNoApplicationCode() {
        return inherited == null
                && readResolve == null
                && !restoring.isThere()
                && !instances.runConstructors()
                && super.runsNoApplicationCode();
    }

    @Override
    boolean isMadeLast() {
        return readResolve != null;
    }

    @Override
    boolean mustReadBack() {
        return readable && (readResolve != null || restoring.isThere() || super.mustReadBack());
    }

    @Override
    void check(Slot.Check check) throws UncrossableException {
        for (FieldSlot field : fields()) {
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
