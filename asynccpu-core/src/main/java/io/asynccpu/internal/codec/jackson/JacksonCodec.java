package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.FramedCodec;
import io.asynccpu.internal.codec.PayloadBuffer;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JacksonModule;

/**
 * The default codec: Jackson in its binary form (Smile). A value arrives equal to what was sent, or it does not cross:
 *
 * <ul>
 *   <li>Application objects cross by their fields, except transient ones. Annotations, mixins and modules count as far
 *       as they declare how a value is created or found; what they declare for web clients does not count.
 *   <li>Collections, maps and other values of the JDK cross with their class, order and comparator.
 *   <li>Shared references and cycles are kept.
 *   <li>Arguments may be of any subclass of the declared type. In a result only classes are allowed that the signature
 *       declares, seals or announces, and plain values of the JDK.
 *   <li>The first values of each class are read back and compared before they are sent.
 * </ul>
 */
public final class JacksonCodec extends FramedCodec {

    private final List<JacksonModule> modules;
    private final ClassLoader loader;
    private volatile @Nullable GraphCodec values;

    /** For an application whose classes have the same class loader as this one. */
    public JacksonCodec(List<JacksonModule> modules) {
        this(modules, JacksonCodec.class.getClassLoader());
    }

    /**
     * @param modules in addition to those that a service loader finds through the thread's context class loader
     * @param loader of the application's classes
     */
    public JacksonCodec(List<JacksonModule> modules, ClassLoader loader) {
        this.modules = List.copyOf(modules);
        this.loader = loader;
    }

    @Override
    protected void encodeObject(Type type, Object value, PayloadBuffer out, boolean asArgument) throws Exception {
        values().encode(type, value, out, asArgument);
    }

    @Override
    protected @Nullable Object decodeObject(Type type, ByteBuffer in, boolean asArgument) throws Exception {
        Object value = values().decode(type, in.array(), in.arrayOffset() + in.position(), in.remaining(), asArgument);
        in.position(in.limit());
        return value;
    }

    @Override
    protected @Nullable Object decodeObjectAtOnce(Type type, ByteBuffer in) {
        GraphCodec existing = values;
        return existing == null
                ? NOT_AT_ONCE
                : existing.decodeAtOnce(type, in.array(), in.arrayOffset() + in.position(), in.remaining());
    }

    @Override
    protected void checkObject(Type type, boolean asArgument) throws Exception {
        values().check(type, asArgument);
    }

    /** Created at the first use: a worker that only passes raw values does not load Jackson's classes. */
    private GraphCodec values() {
        GraphCodec existing = values;
        return existing != null ? existing : create();
    }

    private synchronized GraphCodec create() {
        GraphCodec existing = values;
        if (existing == null) {
            existing = new GraphCodec(this, modules, loader);
            values = existing;
        }
        return existing;
    }
}
