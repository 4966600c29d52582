package io.asynccpu.sample.matches;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Takes a pattern and a text as JSON. */
@RestController
class MatchController {

    record MatchRequest(@Nullable String pattern, @Nullable String text) {}

    record MatchResponse(List<String> matches) {}

    private final MatchService matches;

    MatchController(MatchService matches) {
        this.matches = matches;
    }

    @PostMapping("/matches")
    CompletableFuture<MatchResponse> find(@RequestBody MatchRequest request) {
        if (request.pattern() == null || request.text() == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "Both pattern and text must be given.");
        }
        return matches.find(request.pattern(), request.text()).thenApply(MatchResponse::new);
    }
}
