package io.asynccpu.codec.jackson;

import io.asynccpu.codec.FramedCodec;
import io.asynccpu.codec.PayloadBuffer;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JacksonModule;

/**
 * The default codec: Jackson in its binary form (Smile). A value arrives equal to what was sent, or it does not cross:
 *
 * <ul>
 *   <li>Objects of the application cross by their fields, transient ones excepted. Annotations count as far as they say how a
 *       value is made or found, and so do mixins and modules; what they tell web clients does not.
 *   <li>Collections, maps and other values of the JDK cross with their class, order and comparator.
 *   <li>Shared references and cycles stay what they are.
 *   <li>Arguments may be of any subclass of what the signature declares. In a result, only classes stand that the signature
 *       declares, seals or announces, and plain values of the JDK.
 *   <li>The first values of each class are read back before they are sent, and compared.
 * </ul>
 */
public final class JacksonCodec extends FramedCodec {

    private final List<JacksonModule> modules;
    private final ClassLoader loader;
    private volatile @Nullable JacksonValues values;

    /** Where the application's classes and these here have one class loader. */
    public JacksonCodec(List<JacksonModule> modules) {
        this(modules, JacksonCodec.class.getClassLoader());
    }

    /**
     * @param modules besides those that a service loader finds through the thread's context class loader
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
        JacksonValues existing = values;
        return existing == null
                ? NOT_AT_ONCE
                : existing.decodeAtOnce(type, in.array(), in.arrayOffset() + in.position(), in.remaining());
    }

    @Override
    protected void checkObject(Type type, boolean asArgument) throws Exception {
        values().check(type, asArgument);
    }

    /** Made on the first need: a worker that passes raw values only starts without Jackson's classes. */
    private JacksonValues values() {
        JacksonValues existing = values;
        return existing != null ? existing : create();
    }

    private synchronized JacksonValues create() {
        JacksonValues existing = values;
        if (existing == null) {
            existing = new JacksonValues(this, modules, loader);
            values = existing;
        }
        return existing;
    }
}
