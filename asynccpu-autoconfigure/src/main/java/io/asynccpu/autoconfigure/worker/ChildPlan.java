package io.asynccpu.autoconfigure.worker;

import io.asynccpu.autoconfigure.properties.WorkerProperties;
import io.asynccpu.spi.StartPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Settings, in the parent, for the children of one pool. They call {@code main}, or they do not; with {@link
 * WorkerProperties.Main#AUTO} they call it until the start of a child failed because its {@code main} did not run the
 * application.
 */
public final class ChildPlan implements StartPlan {

    /** Step of a child from the call of {@code main} until the application is loaded. */
    static final String IN_MAIN = "main";

    /** Step of a child after that. */
    static final String IN_APPLICATION = "application";

    private static final Log log = LogFactory.getLog(ChildPlan.class);

    private final WorkerRole role;
    private final WorkerProperties.Main mode;
    private final @Nullable String main;
    private final List<String> lost;
    private final long properties;
    private final Map<String, String> withMain;
    private final Map<String, String> withoutMain;
    private final AtomicBoolean callsMain;

    ChildPlan(ChildSettings settings, WorkerRole role, WorkerProperties.Main mode, List<String> lost) {
        this.role = role;
        this.mode = mode;
        this.main = settings.main() == null ? null : settings.main().className();
        this.lost = lost;
        this.properties = new EnvironmentCopy(settings.propertySources(), settings.properties()).size();
        Map<String, String> all = new HashMap<>(settings.toMap());
        all.putAll(role.settings());
        this.withMain = Map.copyOf(all);
        this.withoutMain = Map.copyOf(ChildSettings.withoutMain(all));
        this.callsMain = new AtomicBoolean(mode != WorkerProperties.Main.NEVER);
    }

    /** Number of properties of the application that the children get, besides system properties and arguments. */
    public long properties() {
        return properties;
    }

    @Override
    public Map<String, String> settings() {
        return callsMain.get() ? withMain : withoutMain;
    }

    @Override
    public @Nullable Fault failed(Map<String, String> settings, String step, String why) {
        if (!step.equals(IN_MAIN) || !ChildSettings.callsMain(settings)) {
            return null;
        }
        String what = main + ".main does not run the application in a child: " + why;
        if (mode == WorkerProperties.Main.ALWAYS) {
            return new Fault(
                    false, what + "; asynccpu.worker.main=always rules out a start without it, \"auto\" does not");
        }
        // Several children may have started at the same time; only the first one logs.
        if (callsMain.getAndSet(false)) {
            List<String> loss = new ArrayList<>(lost);
            loss.add("whatever else main does before it runs the application");
            log.warn(
                    "Pool " + role.pool() + " starts its workers without main from now on, from what the application is"
                            + " known to be. " + what + ". Lost in the workers are: " + String.join(", ", loss)
                            + ". With asynccpu.worker.main=never none calls main at all, with \"always\" a worker fails instead.");
        }
        return new Fault(true, what);
    }
}
