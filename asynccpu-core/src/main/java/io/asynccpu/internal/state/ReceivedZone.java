package io.asynccpu.internal.state;

import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The parent's default time zone in a child. Decoded once and not before it is needed, because decoding may run code of the
 * application. Thread-safe.
 */
final class ReceivedZone {

    private final String text;

    private @Nullable TimeZone zone;

    /** Written after {@link #zone}, which it publishes. */
    private volatile boolean isDecoded;

    ReceivedZone(String text) {
        this.text = text;
    }

    boolean isOf(String other) {
        return text.equals(other);
    }

    /**
     * Returns null, after a warning, if this JVM cannot decode the zone.
     *
     * <p>Threads that call this concurrently may all decode it: with a lock a task would wait for the application's code on another
     * thread.
     */
    @Nullable
    TimeZone zone() {
        if (!isDecoded) {
            zone = ZoneForm.read(text);
            isDecoded = true;
        }
        return zone;
    }
}
