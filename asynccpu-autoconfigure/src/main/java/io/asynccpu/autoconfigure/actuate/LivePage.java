package io.asynccpu.autoconfigure.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * Page with the pools for a browser: one document that contains its style and its script. Its Content-Security-Policy allows
 * these two by their hashes and nothing else, so that injected markup cannot run. Immutable.
 */
final class LivePage {

    private final String html;

    /**
     * @param operations whether the page has buttons for operations
     */
    LivePage(boolean operations) {
        String style = resource("live.css");
        String script = resource("live.js");
        this.html = resource("live.html")
                .replace("${operations}", Boolean.toString(operations))
                .replace("${style-hash}", hash(style))
                .replace("${script-hash}", hash(script))
                .replace("${style}", style)
                .replace("${script}", script);
    }

    String html() {
        return html;
    }

    /** Hash of an element's content in the form of a Content-Security-Policy. */
    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream stream = LivePage.class.getResourceAsStream(name)) {
            String content = new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
            return content.replace("\r\n", "\n"); // as a browser does before it hashes
        } catch (IOException e) {
            throw new UncheckedIOException("The live page's part " + name + " cannot be read", e);
        }
    }
}
