package io.asynccpu.support;

import io.asynccpu.ProcessTaskPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests of which each has a pool of one worker. */
public abstract class OnePool {

    private final String name;

    protected ProcessTaskPoolExecutor pool;

    protected OnePool(String name) {
        this.name = name;
    }

    @BeforeEach
    void open() {
        pool = ProcessTaskPoolExecutor.builder()
                .name(name)
                .maxWorkers(1)
                .cancelTasksWhenShutdown(true)
                .build();
    }

    @AfterEach
    void close() {
        Thread.interrupted();
        pool.close();
    }
}
