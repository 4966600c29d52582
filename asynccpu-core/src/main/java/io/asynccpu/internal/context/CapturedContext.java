package io.asynccpu.internal.context;

import io.asynccpu.api.TaskOutcome;
import io.asynccpu.spi.ContextCarrier.Captured;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The context captured for one task. Used by the submitting thread, and after the end of the task by the thread that reports
 * that end.
 */
public final class CapturedContext {

    /** Far below the number of bytes that a frame may have in addition to its payload. */
    private static final int MOST_CHARACTERS = 64 << 10;

    private final boolean onlyMdc;
    private final CarrierWarnings warnings;
    private final Map<String, Captured> captured = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> values = new LinkedHashMap<>();
    private int characters;

    CapturedContext(boolean onlyMdc, CarrierWarnings warnings) {
        this.onlyMdc = onlyMdc;
        this.warnings = warnings;
    }

    void add(String carrier, Captured part) {
        captured.put(carrier, part);
        Map<String, String> crossing = new LinkedHashMap<>();
        long length = 0;
        for (var entry : part.values().entrySet()) {
            String value = entry.getValue();
            if (value != null) {
                crossing.put(entry.getKey(), value);
                length += entry.getKey().length() + value.length();
            }
        }
        if (crossing.isEmpty()) {
            return;
        }
        if (onlyMdc && !carrier.equals(MdcCarrier.NAME)) {
            warnings.warnOnce(carrier, "is left out, because the workers are bare JVMs", null);
        } else if (characters + length > MOST_CHARACTERS) {
            String what = "is left out: it has " + length + " characters, but all carriers together may have at most "
                    + MOST_CHARACTERS + ", of which " + characters + " are taken";
            warnings.warnOnce(carrier, what, null);
        } else {
            characters += (int) length;
            values.put(carrier, crossing);
        }
    }

    /** The values of each carrier, by carrier name. */
    public Map<String, Map<String, String>> values() {
        return values;
    }

    /** Notifies the carriers that the task has ended. May be called on any thread. */
    public void ended(TaskOutcome outcome, @Nullable Throwable failure) {
        notifyCarriers(part -> part.ended(outcome, failure));
    }

    /** Notifies the carriers that the pool has rejected the task. */
    public void refused(Throwable why) {
        notifyCarriers(part -> part.refused(why));
    }

    private void notifyCarriers(Consumer<Captured> notification) {
        captured.forEach((carrier, part) -> {
            try {
                notification.accept(part);
            } catch (RuntimeException | LinkageError e) {
                warnings.warnOnce(carrier, "failed when it was notified of the end of a task", e);
            }
        });
    }
}
