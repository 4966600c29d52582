package io.asynccpu.support;

import io.asynccpu.api.WorkerConfigurer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fails the start of a worker as long as the file that {@code OUTAGE} names exists, as a license server that is down. */
public final class RefusesWhileFileExists implements WorkerConfigurer {

    @Override
    public void configure() {
        if (Files.exists(Path.of(System.getenv("OUTAGE")))) {
            throw new IllegalStateException("no license server");
        }
    }
}
