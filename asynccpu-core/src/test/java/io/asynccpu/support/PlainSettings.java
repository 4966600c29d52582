package io.asynccpu.support;

import io.asynccpu.api.StartupCache;
import io.asynccpu.api.TaskCodec;
import io.asynccpu.launch.LaunchSettings;
import io.asynccpu.spi.StartPlan;
import io.asynccpu.state.StateWatch;
import io.asynccpu.supervisor.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of workers that are not started, with nothing in them but what a test is about. */
public final class PlainSettings {

    private PlainSettings() {}

    public static LaunchSettings launch(
            Path javaHome,
            List<String> jvmArgs,
            long maxHeap,
            Map<String, String> environment,
            @Nullable Path crashReports) {
        return new LaunchSettings(
                javaHome, jvmArgs, maxHeap, environment, null, crashReports, StartupCache.OFF, "", List.of(), null);
    }

    public static WorkerSettings worker(LaunchSettings launch) {
        Duration second = Duration.ofSeconds(1);
        return new WorkerSettings(
                "p",
                1,
                1 << 20,
                second,
                second,
                second,
                null,
                TaskCodec.JACKSON,
                null,
                StartPlan.of(Map.of()),
                null,
                PlainSettings.class.getClassLoader(),
                launch,
                new StateWatch(null, List::of));
    }
}
