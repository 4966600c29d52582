package io.asynccpu.everything;

import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.autoconfigure.ConditionalOnNotProcessWorker;
import io.asynccpu.autoconfigure.ConditionalOnProcessWorker;
import io.asynccpu.autoconfigure.worker.ProcessWorkerReadyEvent;
import io.asynccpu.autoconfigure.worker.ProcessWorkerStoppingEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

/** What is there, or happens, on one side only. */
@Configuration(proxyBeanMethods = false)
class OneSided {

    private final EverythingProperties properties;

    OneSided(EverythingProperties properties) {
        this.properties = properties;
    }

    @Bean
    @ConditionalOnProcessWorker
    Side onlyInTheChild() {
        return new Side();
    }

    @Bean
    @ConditionalOnNotProcessWorker
    Side onlyInTheParent() {
        return new Side();
    }

    @Bean
    @Order(2)
    WorkerConfigurer second() {
        return () -> Diary.note("second configurer");
    }

    @Bean
    @Order(1)
    WorkerConfigurer first() {
        return () -> Diary.note("first configurer");
    }

    @EventListener
    void ready(ProcessWorkerReadyEvent event) {
        Diary.note("ready for pool " + event.getPool());
    }

    @EventListener
    void stopping(ProcessWorkerStoppingEvent event) {
        Machine.leave(
                properties
                        .directory()
                        .resolve("trace-of-" + ProcessHandle.current().pid()),
                "stopping for pool " + event.getPool());
    }

    record Side() {}
}
