package io.asynccpu.sample.matches;

import io.asynccpu.api.ProcessAsync;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Service;

/** The wall: the body of {@link #find} runs in a child JVM, which the timeout can kill in the middle of a match. */
@Service
class MatchService {

    private final MatchFinder finder;

    MatchService(MatchFinder finder) {
        this.finder = finder;
    }

    @ProcessAsync(pool = "matches", timeout = "${sample.matches.timeout}")
    public CompletableFuture<List<String>> find(String pattern, String text) {
        return CompletableFuture.completedFuture(finder.matches(pattern, text));
    }
}
