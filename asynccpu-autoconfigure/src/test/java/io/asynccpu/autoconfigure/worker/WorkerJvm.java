package io.asynccpu.autoconfigure.worker;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.SpringProperties;

/** What a runtime changes in its JVM, which is the tests' own here. */
final class WorkerJvm {

    private WorkerJvm() {}

    static void forget() {
        System.clearProperty("spring.devtools.restart.enabled");
        System.clearProperty("spring.backgroundpreinitializer.ignore");
        SpringProperties.setProperty("spring.aot.enabled", null);
        LoggingSystem.get(WorkerJvm.class.getClassLoader()).cleanUp();
    }
}
