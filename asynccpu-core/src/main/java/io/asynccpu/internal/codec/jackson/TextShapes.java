package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Currency;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The shapes of texts, names, paths and byte buffers. */
@SuppressWarnings("JdkObsolete") // applications use them
final class TextShapes {

    private TextShapes() {}

    static void addTo(Consumer<Shape> all) {
        all.accept(ScalarShape.of(String.class, (v, out) -> out.string(v), GraphReader::string));
        all.accept(ScalarShape.mutable(
                StringBuilder.class, (v, out) -> out.string(v.toString()), in -> new StringBuilder(in.string())));
        all.accept(ScalarShape.mutable(
                StringBuffer.class, (v, out) -> out.string(v.toString()), in -> new StringBuffer(in.string())));
        all.accept(ScalarShape.of(
                Pattern.class,
                (v, out) -> {
                    requireCheap(v.flags(), out.isTrusted());
                    out.string(v.pattern());
                    out.out().writeNumber(v.flags());
                },
                TextShapes::readPattern));
        all.accept(ScalarShape.of(Locale.class, TextShapes::write, TextShapes::readLocale));
        all.accept(ScalarShape.of(
                Currency.class, (v, out) -> out.string(v.getCurrencyCode()), in -> Currency.getInstance(in.string())));
        all.accept(ScalarShape.of(Charset.class, (v, out) -> out.string(v.name()), TextShapes::readCharset));
        all.accept(ScalarShape.of(File.class, (v, out) -> out.string(v.getPath()), in -> new File(in.string())));
        all.accept(ScalarShape.of(Path.class, TextShapes::write, in -> Path.of(in.string())));
        all.accept(ScalarShape.of(StackTraceElement.class, TextShapes::write, TextShapes::readStackTraceElement));
        all.accept(buffer(ByteBuffer.allocate(0).getClass()));
        // An object that serves as a lock, or as a mark that is compared by identity.
        all.accept(ScalarShape.mutable(Object.class, (v, out) -> out.declared(), in -> {
            in.integer();
            return new Object();
        }));
    }

    private static void write(Path value, GraphWriter out) throws UncrossableException {
        if (value.getFileSystem() != FileSystems.getDefault()) {
            throw new UncrossableException("a path in a file system of its own; pass a URI or the bytes");
        }
        out.string(value.toString());
    }

    private static Charset readCharset(GraphReader in) throws UncrossableException {
        // The application may provide charsets.
        in.requireApplicationCodeAllowed();
        return Charset.forName(in.string());
    }

    /**
     * Refuses canonical equivalence in a result: it tries all orders of a letter's marks, so that a few bytes from a
     * child could use up the parent's memory.
     */
    private static void requireCheap(int flags, boolean trusted) throws UncrossableException {
        if (!trusted && (flags & Pattern.CANON_EQ) != 0) {
            throw new UncrossableException("a pattern of canonical equivalence in a result; pass its text");
        }
    }

    private static Pattern readPattern(GraphReader in) throws UncrossableException {
        // The pattern is compiled.
        in.requireApplicationCodeAllowed();
        String pattern = in.string();
        int flags = in.integer();
        requireCheap(flags, in.isTrusted());
        return Pattern.compile(pattern, flags);
    }

    private static void write(Locale value, GraphWriter out) throws UncrossableException {
        String tag = value.toLanguageTag();
        boolean tagged = Locale.forLanguageTag(tag).equals(value);
        if (!tagged
                && !parts(value.getLanguage(), value.getCountry(), value.getVariant())
                        .equals(value)) {
            throw new UncrossableException("the locale " + value + " cannot be created again from its parts");
        }
        out.out().writeBoolean(tagged);
        if (tagged) {
            out.string(tag);
        } else {
            out.string(value.getLanguage());
            out.string(value.getCountry());
            out.string(value.getVariant());
        }
    }

    private static Locale readLocale(GraphReader in) throws UncrossableException {
        return in.bool() ? Locale.forLanguageTag(in.string()) : parts(in.string(), in.string(), in.string());
    }

    @SuppressWarnings("deprecation") // the only way to create locales that no tag can express
    private static Locale parts(String language, String country, String variant) {
        return new Locale(language, country, variant);
    }

    private static void write(StackTraceElement value, GraphWriter out) {
        String[] parts = {
            value.getClassLoaderName(),
            value.getModuleName(),
            value.getModuleVersion(),
            value.getClassName(),
            value.getMethodName(),
            value.getFileName()
        };
        for (String part : parts) {
            out.out().writeBoolean(part != null);
            if (part != null) {
                out.string(part);
            }
        }
        out.out().writeNumber(value.getLineNumber());
    }

    private static StackTraceElement readStackTraceElement(GraphReader in) throws UncrossableException {
        String[] parts = new String[6];
        for (int i = 0; i < parts.length; i++) {
            if (in.bool()) {
                parts[i] = in.string();
            }
        }
        return new StackTraceElement(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], in.integer());
    }

    /** The shape of a heap buffer: all of its bytes, limit, position and byte order. */
    private static <T> Shape buffer(Class<T> type) {
        return ScalarShape.mutable(
                type,
                (v, out) -> {
                    ByteBuffer buffer = (ByteBuffer) v;
                    ByteBuffer whole = buffer.duplicate().clear();
                    byte[] bytes = new byte[whole.remaining()];
                    whole.get(bytes);
                    out.out().writeBinary(bytes);
                    out.out().writeNumber(buffer.limit());
                    out.out().writeNumber(buffer.position());
                    out.out().writeBoolean(buffer.order() == ByteOrder.BIG_ENDIAN);
                },
                in -> {
                    ByteBuffer buffer = ByteBuffer.wrap(in.binary());
                    buffer.limit(in.integer()).position(in.integer());
                    return type.cast(buffer.order(in.bool() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN));
                });
    }
}
