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

    /** With what is the child's own. Guarded by what that is. */
    private JvmState told = JvmState.NONE;

    /** Of tasks that come from now on. */
    private volatile ArrivedState arrived = ArrivedState.NONE;

    private volatile ArrivedState taken = ArrivedState.NONE;

    /** Guarded by itself. Whoever listens to the parent comes here, so nobody runs the application's code while he holds it. */
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

    /** The parent has told of a change. Runs no code of the application. */
    public void learn(Map<String, String> changes, List<String> gone) {
        synchronized (own) {
            told = told.with(changes, gone);
            arrived = new ArrivedState(told.without(own), arrived);
        }
    }

    public ArrivedState arrived() {
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

    private void keepOwn(Properties before) {
        Set<String> others = arrived.othersHere();
        System.getProperties().forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                others.add(JvmState.PROPERTY + name);
            }
        });
        synchronized (own) {
            own.addAll(others);
            arrived = new ArrivedState(told.without(own), arrived);
            taken = arrived;
        }
    }

    /**
     * Makes it this JVM's. Where several tasks run at a time the last one's counts for all, as it would in one JVM. Called by the
     * thread that needs it, since the application's code may have a say in it, by a time zone or {@code Properties} of its own.
     */
    public void take(ArrivedState state) {
        try {
            // The look comes first, and reads a zone without the lock: another thread's task need not wait for that.
            if (!state.isHere() || state != taken) {
                change(state);
            }
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // Of a security manager, or of what somebody has put in the place of the JVM's own zone or properties.
            Untaken.tell("What the parent's code has set for its JVM", "cannot all be set in the worker", e);
        }
    }

    /** One at a time: else a mixture of two states could stay. */
    private synchronized void change(ArrivedState state) {
        ArrivedState before = taken;
        taken = state;
        state.set(before);
    }
}
