package io.asynccpu.sample.mandelbrot;

import io.asynccpu.api.ProcessTask;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Lets a worker do what it should not, and answers with what the caller in the web application got. */
@RestController
class FaultController {

    /**
     * What the caller got.
     *
     * @param exception its class
     * @param message its message
     * @param worker process id of the worker that had the task; -1 if none had
     * @param millis from the call to the exception
     */
    record Outcome(String exception, @Nullable String message, long worker, long millis) {}

    private final FaultService faults;

    FaultController(FaultService faults) {
        this.faults = faults;
    }

    @PostMapping("/mandelbrot/faults/{fault}")
    CompletableFuture<Outcome> commit(@PathVariable String fault) {
        Instant start = Instant.now();
        ProcessTask<@Nullable Void> task =
                switch (fault) {
                    case "crash" -> faults.crash();
                    case "exit" -> faults.exit();
                    case "hang" -> faults.hang();
                    case "exhaust" -> faults.exhaust();
                    default -> throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such fault.");
                };
        return task.handle((nothing, failure) -> {
            if (failure == null) {
                throw new IllegalStateException("The fault '" + fault + "' did no harm to worker " + task.workerPid());
            }
            return new Outcome(
                    failure.getClass().getSimpleName(),
                    failure.getMessage(),
                    task.workerPid(),
                    Duration.between(start, Instant.now()).toMillis());
        });
    }
}
