package io.asynccpu.everything;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A lifecycle bean, which leaves a trace of its end. */
class Machine implements SmartLifecycle {

    private final String name;
    private final int phase;
    private final Path trace;
    private volatile boolean running;

    Machine(String name, int phase, EverythingProperties properties) {
        this.name = name;
        this.phase = phase;
        this.trace = properties
                .directory()
                .resolve("trace-of-" + ProcessHandle.current().pid());
    }

    @Override
    public void start() {
        running = true;
        Diary.note(name + " started");
    }

    @Override
    public void stop() {
        running = false;
        leave(trace, name + " stopped");
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }

    static void leave(Path trace, String line) {
        try {
            Files.writeString(trace, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Machines {

        @Bean
        Machine engine(EverythingProperties properties) {
            return new Machine("engine", 2, properties);
        }

        @Bean
        Machine pump(EverythingProperties properties) {
            return new Machine("pump", 1, properties);
        }

        @Bean
        Machine siren(EverythingProperties properties) {
            return new Machine("siren", 1, properties);
        }
    }
}
