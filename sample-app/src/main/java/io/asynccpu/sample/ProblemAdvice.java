package io.asynccpu.sample;

import io.asynccpu.api.ProcessTaskException;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.api.WorkerOutOfMemoryException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every failure as a problem detail (RFC 9457): 422 when the input is to blame, 503 when we are busy, 500 otherwise. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ProblemDetail unusable(UnusableInputException e) {
        return problem(HttpStatus.UNPROCESSABLE_CONTENT, "Unusable input", e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail outOfMemory(WorkerOutOfMemoryException e) {
        log.info("Input refused: {}", e.getMessage());
        return problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "Out of memory",
                "This input needs more memory than one request may use; only the child process that tried it has ended.");
    }

    @ExceptionHandler
    ProblemDetail timeout(TaskTimeoutException e) {
        if (e.phase() == TaskTimeoutException.Phase.QUEUED) {
            return problem(HttpStatus.SERVICE_UNAVAILABLE, "Busy", "All workers are busy; try again later.");
        }
        log.info("Input refused: {}", e.getMessage());
        return problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "Timeout",
                "This input needs more than the " + e.timeout().toMillis() + " ms that one request may use.");
    }

    @ExceptionHandler
    ProblemDetail queueFull(RejectedExecutionException e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, "Busy", "Too many requests are waiting; try again later.");
    }

    @ExceptionHandler
    ProblemDetail anyOther(ProcessTaskException e) {
        log.error("A task failed in its child process", e);
        return problem(HttpStatus.INTERNAL_SERVER_ERROR, "Task failed", "The child process could not do its work.");
    }

    private static ProblemDetail problem(HttpStatus status, String title, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(title);
        return problem;
    }
}
