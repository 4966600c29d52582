package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import java.io.File;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Texts, names, addresses, bytes. */
@SuppressWarnings("JdkObsolete") // applications have them, old or not
final class TextShapes {

    private static final Set<String> PROTOCOLS =
            Set.of("file", "ftp", "http", "https", "jar", "jmod", "jrt", "mailto", "nested");

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
        all.accept(ScalarShape.of(URI.class, (v, out) -> out.string(v.toString()), in -> URI.create(in.string())));
        all.accept(ScalarShape.mutable(URL.class, TextShapes::write, TextShapes::readUrl));
        all.accept(ScalarShape.of(Inet4Address.class, TextShapes::write, in -> (Inet4Address) readAddress(in)));
        all.accept(ScalarShape.of(Inet6Address.class, TextShapes::write6, TextShapes::readAddress6));
        all.accept(ScalarShape.of(InetSocketAddress.class, TextShapes::write, TextShapes::readSocketAddress));
        all.accept(ScalarShape.of(StackTraceElement.class, TextShapes::write, TextShapes::readStackTraceElement));
        all.accept(buffer(ByteBuffer.allocate(0).getClass()));
        // As a lock, or as a mark that is compared by identity.
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
        // An application may provide some.
        in.requireTime();
        return Charset.forName(in.string());
    }

    /** All orders of a letter's marks: some bytes of a child would take the memory of the parent. */
    private static void requireCheap(int flags, boolean trusted) throws UncrossableException {
        if (!trusted && (flags & Pattern.CANON_EQ) != 0) {
            throw new UncrossableException("a pattern of canonical equivalence in a result; pass its text");
        }
    }

    private static Pattern readPattern(GraphReader in) throws UncrossableException {
        // It is compiled.
        in.requireTime();
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
            throw new UncrossableException("the locale " + value + " cannot be made of its parts again");
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

    @SuppressWarnings("deprecation") // the only way to locales that no tag can express
    private static Locale parts(String language, String country, String variant) {
        return new Locale(language, country, variant);
    }

    private static void write(URL value, GraphWriter out) throws UncrossableException {
        requireKnown(value.toExternalForm());
        out.string(value.toExternalForm());
    }

    /** For each name of a protocol the JDK looks for a class, and class loaders remember each name that they were asked for. */
    private static void requireKnown(String url) throws UncrossableException {
        String protocol = url.substring(0, Math.max(0, url.indexOf(':')));
        if (!PROTOCOLS.contains(protocol.toLowerCase(Locale.ROOT))) {
            throw new UncrossableException(
                    "a URL of the protocol '" + protocol + "', which is not one of the JDK's; pass a URI");
        }
    }

    @SuppressWarnings("deprecation") // a URI is stricter than a URL
    private static URL readUrl(GraphReader in) throws UncrossableException {
        try {
            String url = in.string();
            requireKnown(url);
            in.sawUrl();
            return new URL(url);
        } catch (MalformedURLException e) {
            throw new UncrossableException("a URL that cannot be made: " + e.getMessage(), e);
        }
    }

    /** With the name that it was made with, for which nobody is asked: the text before the slash. */
    private static void write(InetAddress value, GraphWriter out) {
        String text = value.toString();
        out.string(text.substring(0, Math.max(0, text.indexOf('/'))));
        out.out().writeBinary(value.getAddress());
    }

    private static InetAddress readAddress(GraphReader in) throws UncrossableException {
        String host = in.string();
        try {
            return InetAddress.getByAddress(host.isEmpty() ? null : host, in.binary());
        } catch (UnknownHostException e) {
            throw GraphReader.damaged("not an address");
        }
    }

    private static void write6(Inet6Address value, GraphWriter out) throws UncrossableException {
        if (value.getScopedInterface() != null) {
            throw new UncrossableException("an address with a network interface; pass its text");
        }
        write(value, out);
        out.out().writeNumber(value.getScopeId());
    }

    private static Inet6Address readAddress6(GraphReader in) throws UncrossableException {
        String host = in.string();
        try {
            byte[] bytes = in.binary();
            int scope = in.integer();
            return Inet6Address.getByAddress(host.isEmpty() ? null : host, bytes, scope == 0 ? -1 : scope);
        } catch (UnknownHostException e) {
            throw GraphReader.damaged("not an address");
        }
    }

    private static void write(InetSocketAddress value, GraphWriter out) throws UncrossableException {
        out.out().writeNumber(value.getPort());
        InetAddress address = value.getAddress();
        out.out().writeNumber(address == null ? 0 : address.getAddress().length);
        if (address == null) {
            out.string(value.getHostString());
        } else if (address instanceof Inet6Address six) {
            write6(six, out);
        } else {
            write(address, out);
        }
    }

    private static InetSocketAddress readSocketAddress(GraphReader in) throws UncrossableException {
        int port = in.integer();
        return switch (in.integer()) {
            case 0 -> InetSocketAddress.createUnresolved(in.string(), port);
            case 4 -> new InetSocketAddress(readAddress(in), port);
            default -> new InetSocketAddress(readAddress6(in), port);
        };
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

    /** On the heap: all of its bytes, where it stands, and which byte comes first. */
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
