package io.asynccpu.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Every form once more, with a worker that sees only what the wall lets through. */
@Tag("matrix")
class BehindTheWallTests extends PackagingTests {

    @BeforeAll
    static void requireBubblewrap() throws InterruptedException {
        Bubblewrap.assumeIsUsable();
    }

    @Override
    List<String> arguments() {
        return List.of("-Dasynccpu.worker.sandbox.mode=bubblewrap");
    }

    /** It has a namespace of its own for process ids, and bubblewrap stands between it and its parent. */
    @Override
    ProcessHandle worker(StartedApplication application, long pid) {
        assertThat(pid).isLessThan(10);
        return application
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow();
    }
}
