package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Texts that contain surrogates, which may be unpaired, as two bytes for each character. */
final class Utf16 {

    private Utf16() {}

    static byte[] utf16(String text) {
        byte[] bytes = new byte[2 * text.length()];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().put(text);
        return bytes;
    }

    static String fromUtf16(byte[] bytes) throws UncrossableException {
        if (bytes.length % 2 != 0) {
            throw UncrossableException.damagedBytes("half of a character");
        }
        return ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asCharBuffer()
                .toString();
    }
}
