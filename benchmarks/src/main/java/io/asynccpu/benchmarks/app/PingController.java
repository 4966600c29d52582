package io.asynccpu.benchmarks.app;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The endpoint whose latency is measured. */
@RestController
class PingController {

    @GetMapping("/ping")
    Pong ping() {
        return new Pong("pong", System.nanoTime());
    }

    /** Something for Jackson to write. */
    record Pong(String answer, long at) {}
}
