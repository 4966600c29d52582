package io.asynccpu.internal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.asynccpu.internal.launch.LaunchSettings;
import io.asynccpu.internal.launch.WorkerLauncher;
import io.asynccpu.support.PlainSettings;
import io.asynccpu.support.PoolTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Pools that find themselves in a control group that the kernel ends as a whole. */
@PoolTest
class SurroundingsTests {

    private static final long WORKER = 4711;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Surroundings.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
    }

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
        assertThat(log.list).hasSize(1);
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
