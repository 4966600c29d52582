package io.asynccpu.internal.state;

import io.asynccpu.api.WorkerConfigurer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The parent's JVM-wide state in a child, which sets it before each task as it was when the task was submitted. What a configurer
 * of the child sets differently stays as the configurer set it. Thread-safe.
 *
 * <p><b>Actors.</b> The thread that reads the parent's messages calls {@link #receive}; each task keeps the state that is
 * {@link #latest} at its arrival, and its thread applies that state; the main thread configures the child before the first task.
 *
 * <p><b>Shared state.</b> What the parent has sent, less the child's own keys, becomes {@code latest}; {@code applied} is what this
 * JVM has. Both are read without a lock, since most tasks find nothing to change. The keys of the child's own are the monitor of
 * {@code sent} and {@code latest}; no code of the application runs under it, because the reading thread must not wait. States are
 * applied under the monitor of this object, one at a time, as otherwise a mixture of two states could remain.
 */
public final class ParentJvmState {

    private static final ParentJvmState OF_THIS_JVM = new ParentJvmState();

    /** Includes the child's own keys. Guarded by {@link #ownKeys}. */
    private JvmState sent = JvmState.NONE;

    private volatile ReceivedState latest = ReceivedState.NONE;
    private volatile ReceivedState applied = ReceivedState.NONE;

    /** Keys that the child's configurer has set. Guarded by itself. */
    private final Set<String> ownKeys = new HashSet<>();

    /** Creates a state that changes nothing until it receives values. */
    public ParentJvmState() {}

    /** Returns the state of a child's JVM. In a JVM that is not a child it never receives values. */
    public static ParentJvmState ofThisJvm() {
        return OF_THIS_JVM;
    }

    /** Receives and applies the first state. */
    public void begin(Map<String, String> values) {
        receive(values, List.of());
        apply(latest);
    }

    /** Receives a change from the parent. Runs no code of the application. */
    public void receive(Map<String, String> changes, List<String> gone) {
        synchronized (ownKeys) {
            sent = sent.with(changes, gone);
            latest = new ReceivedState(sent.without(ownKeys), latest);
        }
    }

    /** Returns the state for tasks that arrive from now on. */
    public ReceivedState latest() {
        return latest;
    }

    /** Applies the latest state again, after the start of the application in the child may have set other values. */
    public void reapply() {
        apply(latest);
    }

    /** Runs the configurer. What it sets stays, even if the parent sets it later. */
    public void configure(WorkerConfigurer configurer) throws Exception {
        reapply();
        Properties before = new Properties();
        before.putAll(System.getProperties());
        configurer.configure();
        keepDifferences(before);
    }

    private void keepDifferences(Properties before) {
        Set<String> differences = latest.differences();
        System.getProperties().forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                differences.add(JvmState.PROPERTY + name);
            }
        });
        synchronized (ownKeys) {
            ownKeys.addAll(differences);
            latest = new ReceivedState(sent.without(ownKeys), latest);
            applied = latest;
        }
    }

    /**
     * Sets the state in this JVM. Of tasks that run at the same time the last one determines the state for all of them, as in a
     * single JVM. Called on the task's thread, because a time zone or {@code Properties} of the application may run its code.
     */
    public void apply(ReceivedState state) {
        try {
            // Compares first, and decodes a time zone without the lock, for which a task on another thread need not
            // wait.
            if (!state.isHere() || state != applied) {
                change(state);
            }
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // Thrown by a security manager, or by an object that replaces the JVM's own time zone or properties.
            StateWarnings.warnOnce("The JVM-wide state of the parent", "cannot be set completely in the worker", e);
        }
    }

    private synchronized void change(ReceivedState state) {
        ReceivedState before = applied;
        applied = state;
        state.set(before);
    }
}
