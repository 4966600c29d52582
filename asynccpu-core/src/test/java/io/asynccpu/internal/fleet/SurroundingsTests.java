package io.asynccpu.internal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.internal.launch.LaunchSettings;
import io.asynccpu.internal.launch.WorkerLauncher;
import io.asynccpu.support.CapturedLog;
import io.asynccpu.support.PlainSettings;
import io.asynccpu.support.PoolTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pools that find themselves in a control group that the kernel ends as a whole. */
@PoolTest
class SurroundingsTests {

    private static final long WORKER = 4711;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog(Surroundings.class);

    private static Surroundings surroundings(String group, long member, String... prefix) {
        LaunchSettings launch = new PlainSettings().commandPrefix(prefix).launch();
        return new Surroundings(launch, new WorkerLauncher(launch), pid -> pid == member ? Path.of(group) : null);
    }

    @Test
    void theFirstPoolWarnsAtItsStartAndEachShowsIt() {
        long own = ProcessHandle.current().pid();
        for (int pool = 1; pool <= 2; pool++) {
            assertThat(surroundings("/groups/pod", own).warnings())
                    .singleElement()
                    .asString()
                    .contains("/groups/pod", "memory.oom.group", "worker.max-heap", "singleProcessOOMKill");
        }
        assertThat(log.messages()).hasSize(1);
    }

    @Test
    void aPrefixMayTakeWorkersElsewhereSoTheyAreAsked() {
        long own = ProcessHandle.current().pid();
        Surroundings elsewhere = surroundings("/groups/elsewhere", own, "systemd-run");
        elsewhere.ready(WORKER);
        assertThat(elsewhere.warnings()).isEmpty();

        Surroundings together = surroundings("/groups/together", WORKER, "nice");
        assertThat(together.warnings()).isEmpty();
        together.ready(WORKER);
        assertThat(together.warnings()).hasSize(1);
    }
}
