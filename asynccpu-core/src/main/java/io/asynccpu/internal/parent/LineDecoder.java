package io.asynccpu.internal.parent;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the bytes of a line. A child's {@code System.out} and {@code System.err} write UTF-8; native code, or code
 * with a stream of its own, may write in another charset.
 */
final class LineDecoder {

    private static final int MOST_CHARS_PER_BYTE = 2;

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer text;
    private CharsetDecoder lenient = lenient(StandardCharsets.UTF_8);

    /** @param longest number of bytes at a time */
    LineDecoder(int longest) {
        text = CharBuffer.allocate(longest * MOST_CHARS_PER_BYTE);
    }

    private static CharsetDecoder lenient(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    /**
     * The charset of that name, or null if it adds nothing to UTF-8, does not exist, or decodes a byte to too many
     * characters.
     */
    static @Nullable Charset find(@Nullable String name) {
        try {
            Charset charset = name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
            return charset.equals(StandardCharsets.UTF_8)
                            || charset.equals(StandardCharsets.US_ASCII)
                            || charset.newDecoder().maxCharsPerByte() > MOST_CHARS_PER_BYTE
                    ? null
                    : charset;
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return null;
        }
    }

    /**
     * Takes the bytes out of the buffer, except the first ones of a character that is not complete yet.
     *
     * @param bytes written, not yet flipped
     * @param whole whether the line has ended
     * @param otherwise the charset of bytes that are not UTF-8; null if it is unknown
     */
    String decode(ByteBuffer bytes, boolean whole, @Nullable Charset otherwise) {
        bytes.flip();
        if (decode(utf8, bytes, whole).isError()) {
            bytes.rewind();
            Charset charset = otherwise == null ? StandardCharsets.UTF_8 : otherwise;
            if (!lenient.charset().equals(charset)) {
                lenient = lenient(charset);
            }
            decode(lenient, bytes, whole);
        }
        bytes.compact();
        return text.flip().toString();
    }

    private CoderResult decode(CharsetDecoder decoder, ByteBuffer bytes, boolean whole) {
        text.clear();
        CoderResult result = decoder.reset().decode(bytes, text, whole);
        return whole && !result.isError() ? decoder.flush(text) : result;
    }
}
