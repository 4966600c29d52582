package io.asynccpu.state;

import io.asynccpu.api.WorkerConfigurer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * In a child: its parent's state, which this JVM takes over before each task, as it was when the task was submitted. What a
 * configurer of the child has set otherwise is the child's own from then on. Thread-safe.
 */
public final class ParentsState {

    private static final ParentsState OF_THIS_JVM = new ParentsState();

    /** With what is the child's own. Used by whoever listens to the parent. */
    private JvmState told = JvmState.NONE;

    /** Of tasks that come from now on. */
    private volatile JvmState arrived = JvmState.NONE;

    private volatile JvmState taken = JvmState.NONE;

    // Guarded by this.
    private final Set<String> own = new HashSet<>();

    /** One that nothing is told to. */
    public ParentsState() {}

    /** In a JVM that is no worker nothing is told to it. */
    public static ParentsState ofThisJvm() {
        return OF_THIS_JVM;
    }

    /** The first one. */
    public void begin(Map<String, String> values) {
        learn(values, List.of());
        take(arrived);
    }

    /** The parent has told of a change. */
    public synchronized void learn(Map<String, String> changes, List<String> gone) {
        told = told.with(changes, gone);
        arrived = told.without(own);
    }

    public JvmState arrived() {
        return arrived;
    }

    /** Again, after the application was configured here: what it sets at its start may have changed in the parent since. */
    public void restore() {
        take(arrived);
    }

    /** Lets it have its way: what it sets counts from then on, also against what the parent sets later. */
    public void configure(WorkerConfigurer configurer) throws Exception {
        restore();
        Properties before = new Properties();
        before.putAll(System.getProperties());
        configurer.configure();
        keepOwn(before);
    }

    private synchronized void keepOwn(Properties before) {
        own.addAll(arrived.othersHere());
        System.getProperties().forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                own.add(JvmState.PROPERTY + name);
            }
        });
        arrived = told.without(own);
        taken = arrived;
    }

    /**
     * Makes it this JVM's. Where several tasks run at a time the last one's counts for all, as it would in one JVM.
     */
    public void take(JvmState state) {
        try {
            if (state != taken || !state.isHere()) {
                change(state);
            }
        } catch (RuntimeException e) {
            // Of a security manager, or of what somebody has put in the place of the JVM's own properties.
            Untaken.tell("What the parent's code has set for its JVM", "cannot all be set in the worker", e);
        }
    }

    /** One at a time: else a mixture of two states could stay. */
    private synchronized void change(JvmState state) {
        JvmState before = taken;
        taken = state;
        state.set(before);
    }
}
