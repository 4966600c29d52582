package io.asynccpu.spi;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JacksonModule;

/**
 * The inside of a child JVM: what stands ready before the first task, and what a {@link TaskCall}'s target means. Has a
 * constructor without parameters; {@link #start} and {@link #close} are called once each, {@link #bind} by many threads.
 */
public interface WorkerRuntime extends AutoCloseable {

    /** Name of a setting that may be there: workers with the same value load about the same classes. */
    String KIND = "kind";

    /**
     * Prepares the child. An exception ends the worker and reaches the parent as a failed start.
     *
     * @param settings as the parent gave them to the pool's builder, or as its {@link StartPlan} says
     */
    void start(Map<String, String> settings) throws Exception;

    /**
     * Like {@link #start(Map)}, which it calls; for a runtime whose {@link StartPlan} asks how far it came.
     *
     * @param step hears what is done from now on, in a word, before it is done
     */
    default void start(Map<String, String> settings, Consumer<String> step) throws Exception {
        start(settings);
    }

    /**
     * Finds what the target names. The worker keeps the answer and uses it for every later task with that target.
     *
     * @throws Exception if there is no such thing; becomes the task's failure
     */
    BoundCall bind(String target) throws Exception;

    /** Jackson modules for arguments and results, besides those that a service loader finds; asked after the start. */
    default List<JacksonModule> jacksonModules() {
        return List.of();
    }

    /** The child's side of what comes along with tasks; asked when the first task brings something. */
    default List<ContextCarrier> contextCarriers() {
        return List.of();
    }

    @Override
    void close() throws Exception;
}
