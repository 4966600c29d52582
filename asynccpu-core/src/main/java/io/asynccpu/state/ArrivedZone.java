package io.asynccpu.state;

import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** A time zone that has crossed. Read when it is needed and once, since that may run the application's code. Thread-safe. */
final class ArrivedZone {

    private final String text;

    private @Nullable TimeZone zone;

    /** Written after the zone. */
    private volatile boolean isRead;

    ArrivedZone(String text) {
        this.text = text;
    }

    boolean isOf(String other) {
        return text.equals(other);
    }

    /**
     * Null, and told, if this JVM cannot make it.
     *
     * <p>Two that come at once may both read it: a lock would let a task wait for what another one's zone waits for.
     */
    @Nullable
    TimeZone zone() {
        if (!isRead) {
            zone = ZoneForm.read(text);
            isRead = true;
        }
        return zone;
    }
}
