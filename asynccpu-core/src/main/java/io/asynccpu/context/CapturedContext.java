package io.asynccpu.context;

import io.asynccpu.api.TaskOutcome;
import io.asynccpu.spi.ContextCarrier.Captured;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What goes along with one task. Used by the thread that submits it, and later by one that hears of its end. */
public final class CapturedContext {

    /** Far less than what a frame may hold besides its payload. */
    private static final int MOST_CHARACTERS = 64 << 10;

    private final boolean onlyMdc;
    private final Omissions omissions;
    private final Map<String, Captured> captured = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> values = new LinkedHashMap<>();
    private int characters;

    CapturedContext(boolean onlyMdc, Omissions omissions) {
        this.onlyMdc = onlyMdc;
        this.omissions = omissions;
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
            omissions.tell(carrier, "was left out, since the pool's workers are bare JVMs", null);
        } else if (characters + length > MOST_CHARACTERS) {
            String what = "was left out: it has " + length + " characters, but at most " + MOST_CHARACTERS
                    + " may go along, and " + characters + " are taken";
            omissions.tell(carrier, what, null);
        } else {
            characters += (int) length;
            values.put(carrier, crossing);
        }
    }

    /** By the carriers' names. */
    public Map<String, Map<String, String>> values() {
        return values;
    }

    /** On any thread. */
    public void ended(TaskOutcome outcome, @Nullable Throwable failure) {
        tell(part -> part.ended(outcome, failure));
    }

    public void refused(Throwable why) {
        tell(part -> part.refused(why));
    }

    private void tell(Consumer<Captured> news) {
        captured.forEach((carrier, part) -> {
            try {
                news.accept(part);
            } catch (RuntimeException | LinkageError e) {
                omissions.tell(carrier, "failed when a task was refused or had ended", e);
            }
        });
    }
}
