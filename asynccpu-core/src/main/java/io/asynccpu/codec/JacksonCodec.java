package io.asynccpu.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JacksonModule;

/**
 * The default codec: Jackson in its binary form (Smile), by the types of the signature and without class names in the
 * bytes. A value comes back as what the signature declares, or it does not cross at all:
 *
 * <ul>
 *   <li>Numbers, strings, {@code byte[]} and arrays of primitives cross as they are, and never load Jackson.
 *   <li>Records, beans, collections, maps with any keys, {@code java.time} and whatever the application's Jackson modules
 *       know cross as they would in a REST call; annotations count.
 *   <li>Where the signature says {@code Object}, a wildcard or nothing (raw types), only strings, boxed numbers and other
 *       plain JDK values, and lists, sets and string-keyed maps of those may stand.
 *   <li>A subclass crosses only where {@code @JsonTypeInfo} by name announces it; class names as type ids are refused.
 * </ul>
 */
public final class JacksonCodec extends FramedCodec {

    private final List<JacksonModule> modules;
    private volatile @Nullable JacksonValues values;

    /**
     * @param modules besides those that a service loader finds through the thread's context class loader
     */
    public JacksonCodec(List<JacksonModule> modules) {
        this.modules = List.copyOf(modules);
    }

    @Override
    void encodeObject(Type type, Object value, PayloadBuffer out) throws Exception {
        values().encode(type, value, out);
    }

    @Override
    @Nullable
    Object decodeObject(Type type, ByteBuffer in, boolean trusted) throws Exception {
        return values().decode(type, in);
    }

    @Override
    void checkObject(Type type) throws Exception {
        values().check(type);
    }

    /** Made on the first need: a worker that passes raw values only starts without Jackson's classes. */
    private JacksonValues values() {
        JacksonValues existing = values;
        return existing != null ? existing : create();
    }

    private synchronized JacksonValues create() {
        JacksonValues existing = values;
        if (existing == null) {
            existing = new JacksonValues(modules);
            values = existing;
        }
        return existing;
    }
}
