package io.asynccpu.packaging;

import io.asynccpu.api.ProcessAsync;
import java.util.concurrent.CompletableFuture;
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
    public CompletableFuture<Greeting> greet(String name) {
        String text = punctuation.end(properties.word() + " " + name);
        return CompletableFuture.completedFuture(
                new Greeting(text, ProcessHandle.current().pid()));
    }
}
