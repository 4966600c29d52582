package io.asynccpu.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the children of a pool start, where that may change when one does not. Thread-safe. */
public interface StartPlan {

    /** What the next child's {@link WorkerRuntime} is told. They may be secrets, and cross on the private channel. */
    Map<String, String> settings();

    /**
     * A child did not start: it refused, ended by itself, or took too long. Whatever comes from the child is its own words.
     * Called by the thread of that worker, perhaps by several at a time.
     *
     * @param settings that it was told
     * @param step the last one that its runtime named
     * @param why what happened, as the end of a sentence that begins with the worker, or the child's own sentence
     * @return null for a failure like any other
     */
    @Nullable
    Fault failed(Map<String, String> settings, String step, String why);

    /**
     * What a failed start means.
     *
     * @param isOvercome whether the next child starts another way, which the plan has said: then the pool has not failed
     * @param why a sentence, else for the exception of those who wait
     */
    record Fault(boolean isOvercome, String why) {}

    /** The same for each child. */
    static StartPlan of(Map<String, String> settings) {
        Map<String, String> fixed = Map.copyOf(settings);
        return new StartPlan() {

            @Override
            public Map<String, String> settings() {
                return fixed;
            }

            @Override
            public @Nullable Fault failed(Map<String, String> told, String step, String why) {
                return null;
            }
        };
    }
}
