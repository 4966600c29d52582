package io.asynccpu.internal.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A codec for raw values only, for a worker that does not have its codec yet. Loads no library. */
public final class RawCodec extends FramedCodec {

    @Override
    protected void encodeObject(Type type, Object value, PayloadBuffer out, boolean asArgument)
            throws UncrossableException {
        throw refusal(type);
    }

    @Override
    protected @Nullable Object decodeObject(Type type, ByteBuffer in, boolean asArgument) throws UncrossableException {
        throw refusal(type);
    }

    @Override
    protected void checkObject(Type type, boolean asArgument) throws UncrossableException {
        throw refusal(type);
    }

    private static UncrossableException refusal(Type type) {
        return new UncrossableException("a " + type.getTypeName() + " needs the codec of a worker that is ready");
    }
}
