package io.asynccpu.crossing;

import java.awt.Color;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.IntBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.SimpleDateFormat;
import java.util.Base64;
import java.util.BitSet;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.StringTokenizer;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;

/** Values of the JDK that are neither numbers nor times. */
final class JdkValues {

    private JdkValues() {}

    static List<Sample> samples() {
        Samples samples = new Samples("jdk");
        texts(samples);
        places(samples);
        holders(samples);
        others(samples);
        refused(samples);
        return samples.list();
    }

    private static void texts(Samples samples) {
        samples.everywhere("String", String.class, () -> "hello")
                .everywhere("String, empty", String.class, () -> "")
                .everywhere("String with an emoji", String.class, () -> "a😀b")
                .everywhere("String with half a pair", String.class, () -> "a\uD83Db")
                .everywhere("String with the other half", String.class, () -> "\uDE00")
                .everywhere("String with NUL", String.class, () -> "a\0b\u0001")
                .everywhere("String of all sorts", String.class, () -> "äß\u2028\uFFFF\uFEFF\r\n\"\\")
                .add("String, long", String.class, () -> "ä😀".repeat(50_000))
                .add(
                        "String list, long",
                        new TypeOf<List<String>>() {},
                        () -> List.of("x".repeat(100_000), "\uD83D".repeat(70)))
                .add("CharSequence that is a String", CharSequence.class, () -> "text")
                .add("CharSequence that is a StringBuilder", CharSequence.class, () -> new StringBuilder("text"))
                .everywhere("StringBuilder", StringBuilder.class, () -> new StringBuilder("a\uD83Db"))
                .everywhere("StringBuffer", StringBuffer.class, () -> new StringBuffer("text"))
                .everywhere("Pattern", Pattern.class, () -> Pattern.compile("a.b"))
                .everywhere(
                        "Pattern with flags",
                        Pattern.class,
                        () -> Pattern.compile("a.b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL))
                .everywhere("Locale", Locale.class, () -> Locale.GERMANY)
                .everywhere("Locale.ROOT", Locale.class, () -> Locale.ROOT)
                .everywhere("Locale with all parts", Locale.class, () -> new Locale.Builder()
                        .setLanguageTag("sr-Latn-RS-polyton-u-ca-buddhist-x-mine")
                        .build())
                .everywhere("Locale ja_JP_JP", Locale.class, () -> new Locale("ja", "JP", "JP"))
                .everywhere("Locale with an odd variant", Locale.class, () -> new Locale("en", "US", "a_b"))
                .everywhere("Locale iw", Locale.class, () -> new Locale("iw"))
                .everywhere("Charset", Charset.class, () -> StandardCharsets.UTF_16LE)
                .everywhere("Currency", Currency.class, () -> Currency.getInstance("JPY"))
                .everywhere("UUID", UUID.class, () -> new UUID(1, -1))
                .add("StringJoiner", StringJoiner.class, () -> new StringJoiner(",").add("a"))
                .add("StringTokenizer", StringTokenizer.class, () -> new StringTokenizer("a b"));
    }

    private static void places(Samples samples) {
        samples.everywhere("URI", URI.class, () -> URI.create("http://x.y/%C3%A4?a=b%20c#d"))
                .everywhere("URI that is none", URI.class, () -> URI.create(""))
                .everywhere("URI, opaque", URI.class, () -> URI.create("mailto:a@b.c"))
                .everywhere("URI with umlauts", URI.class, () -> URI.create("HTTP://Host/ä%2f"))
                .everywhere("URL", URL.class, () -> new URL("http://user:pw@127.0.0.1:80/a?b#c"))
                .everywhere("File, relative", File.class, () -> new File("a/../b"))
                .everywhere("File, absolute", File.class, () -> new File("/a/b"))
                .everywhere("File, empty", File.class, () -> new File(""))
                .everywhere("Path, relative", Path.class, () -> Path.of("a", "..", "b"))
                .everywhere("Path, absolute", Path.class, () -> Path.of("/a/./b"))
                .everywhere("Path, empty", Path.class, () -> Path.of(""))
                .everywhere("Path with a space", Path.class, () -> Path.of("/a b/%20"))
                .everywhere("InetAddress", InetAddress.class, () -> InetAddress.getByAddress(new byte[] {10, 0, 0, 1}))
                .everywhere(
                        "InetAddress with a name",
                        InetAddress.class,
                        () -> InetAddress.getByAddress("no.such.host", new byte[] {10, 0, 0, 1}))
                .everywhere(
                        "Inet6Address with a scope",
                        Inet6Address.class,
                        () -> Inet6Address.getByAddress(
                                null, new byte[] {-2, -128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 3))
                .everywhere(
                        "InetSocketAddress",
                        InetSocketAddress.class,
                        () -> new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 80))
                .everywhere(
                        "InetSocketAddress, unresolved",
                        InetSocketAddress.class,
                        () -> InetSocketAddress.createUnresolved("no.such.host", 80))
                .add("QName", QName.class, () -> new QName("urn:a", "b", "c"));
    }

    private static void holders(Samples samples) {
        samples.add("Optional", new TypeOf<Optional<String>>() {}, () -> Optional.of("a"))
                .add("Optional, empty", new TypeOf<Optional<String>>() {}, Optional::empty)
                .add(
                        "Optional of an empty one",
                        new TypeOf<Optional<Optional<String>>>() {},
                        () -> Optional.of(Optional.empty()))
                .add("Optional, null", new TypeOf<Optional<String>>() {}, () -> null)
                .add(
                        "Optionals in a list",
                        new TypeOf<List<Optional<Long>>>() {},
                        () -> List.of(Optional.of(1L), Optional.empty()))
                .open("Optional", () -> Optional.of("a"))
                .add("AtomicReference", new TypeOf<AtomicReference<String>>() {}, () -> new AtomicReference<>("a"))
                .add("AtomicReference of null", new TypeOf<AtomicReference<String>>() {}, AtomicReference::new)
                .add(
                        "AtomicReference of a list",
                        new TypeOf<AtomicReference<List<Long>>>() {},
                        () -> new AtomicReference<>(List.of(1L)))
                .add("AtomicReference to itself", new TypeOf<AtomicReference<Object>>() {}, JdkValues::selfReference)
                .everywhere("BitSet", BitSet.class, () -> BitSet.valueOf(new long[] {5, 0, 1L << 63}))
                .add("ByteBuffer", ByteBuffer.class, () -> ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .add("ByteBuffer with a position", ByteBuffer.class, () -> ByteBuffer.wrap(new byte[] {1, 2, 3, 4})
                        .position(1)
                        .limit(3))
                .add("ByteBuffer, little-endian", ByteBuffer.class, () -> ByteBuffer.wrap(new byte[] {1, 2})
                        .order(ByteOrder.LITTLE_ENDIAN))
                .add("ByteBuffer, read-only", ByteBuffer.class, () -> ByteBuffer.wrap(new byte[] {1, 2})
                        .asReadOnlyBuffer())
                .add("ByteBuffer, direct", ByteBuffer.class, () -> ByteBuffer.allocateDirect(4))
                .add("IntBuffer", IntBuffer.class, () -> IntBuffer.wrap(new int[] {1, 2}))
                .add("CharBuffer", CharBuffer.class, () -> CharBuffer.wrap("abc"));
    }

    private static AtomicReference<Object> selfReference() {
        AtomicReference<Object> reference = new AtomicReference<>();
        reference.set(reference);
        return reference;
    }

    private static void others(Samples samples) {
        samples.everywhere("TimeUnit", TimeUnit.class, () -> TimeUnit.DAYS)
                .everywhere(
                        "StackTraceElement",
                        StackTraceElement.class,
                        () -> new StackTraceElement("loader", "module", "1.0", "a.B", "c", "B.java", 7))
                .add("Color", Color.class, () -> new Color(1, 2, 3, 4))
                .add("Point", Point.class, () -> new Point(1, -2))
                .add("Rectangle", Rectangle.class, () -> new Rectangle(1, 2, 3, 4))
                .add("Point2D", Point2D.Double.class, () -> new Point2D.Double(1.5, -0.0))
                .add(
                        "DecimalFormat",
                        DecimalFormat.class,
                        () -> new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.GERMANY)))
                .add("SimpleDateFormat", SimpleDateFormat.class, () -> {
                    SimpleDateFormat format = new SimpleDateFormat("yyyy-MM", Locale.ROOT);
                    format.set2DigitYearStart(new java.util.Date(0));
                    format.getCalendar().setTimeInMillis(0);
                    return format;
                })
                .add("MessageFormat", MessageFormat.class, () -> new MessageFormat("{0} of {1}", Locale.ROOT))
                .add("Object", Object.class, Object::new)
                .add("Void", Void.class, () -> null);
    }

    private static void refused(Samples samples) {
        samples.add("Class", Class.class, () -> String.class)
                .open("Class", () -> String.class)
                .open("Method", () -> String.class.getMethod("length"))
                .add("Thread", Thread.class, () -> new Thread("mine"))
                .add("Runnable", Runnable.class, () -> () -> {})
                .add("InputStream", java.io.InputStream.class, () -> new ByteArrayInputStream(new byte[] {1}))
                .add("Base64.Encoder", Base64.Encoder.class, Base64::getEncoder)
                .add("ThreadLocal", ThreadLocal.class, ThreadLocal::new)
                .add("Iterator", new TypeOf<java.util.Iterator<String>>() {}, () -> List.of("a")
                        .iterator())
                .add("Stream", new TypeOf<java.util.stream.Stream<String>>() {}, () -> java.util.stream.Stream.of("a"));
    }
}
