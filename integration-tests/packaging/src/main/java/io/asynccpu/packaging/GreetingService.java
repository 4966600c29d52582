package io.asynccpu.packaging;

import io.asynccpu.api.ProcessAsync;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Service;

/** Runs in a worker. */
@Service
class GreetingService {

    private final GreetingProperties properties;
    private final Punctuation punctuation;

    GreetingService(GreetingProperties properties, Punctuation punctuation) {
        this.properties = properties;
        this.punctuation = punctuation;
    }

    @ProcessAsync
    public CompletableFuture<Greeting> greet(String name) throws IOException, InterruptedException {
        Path permission = properties.permission();
        if (permission != null) {
            Files.createFile(Path.of(permission + ".asked"));
            while (!Files.exists(permission)) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        return CompletableFuture.completedFuture(new Greeting(
                punctuation.end(properties.word() + " " + name),
                ProcessHandle.current().pid(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                System.getenv().keySet()));
    }
}
