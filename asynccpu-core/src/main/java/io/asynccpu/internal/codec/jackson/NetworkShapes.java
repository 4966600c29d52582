package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** The shapes of {@code java.net}: identifiers and addresses. */
final class NetworkShapes {

    private static final Set<String> PROTOCOLS =
            Set.of("file", "ftp", "http", "https", "jar", "jmod", "jrt", "mailto", "nested");

    private NetworkShapes() {}

    static void addTo(Consumer<Shape> all) {
        all.accept(ScalarShape.of(URI.class, (v, out) -> out.string(v.toString()), in -> URI.create(in.string())));
        all.accept(ScalarShape.mutable(URL.class, NetworkShapes::write, NetworkShapes::readUrl));
        all.accept(ScalarShape.of(Inet4Address.class, NetworkShapes::write, in -> (Inet4Address) readAddress(in)));
        all.accept(ScalarShape.of(Inet6Address.class, NetworkShapes::write6, NetworkShapes::readAddress6));
        all.accept(ScalarShape.of(InetSocketAddress.class, NetworkShapes::write, NetworkShapes::readSocketAddress));
    }

    private static void write(URL value, GraphWriter out) throws UncrossableException {
        requireKnown(value.toExternalForm());
        out.string(value.toExternalForm());
    }

    /**
     * Accepts protocols of the JDK only: for each new name the JDK looks for a class, and class loaders keep each name
     * that they were asked for.
     */
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
            throw new UncrossableException("a URL that cannot be created: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the address with the host name of its creation, which is the text before the slash; nothing is resolved.
     */
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
            throw UncrossableException.damagedBytes("not an address");
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
            throw UncrossableException.damagedBytes("not an address");
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
}
