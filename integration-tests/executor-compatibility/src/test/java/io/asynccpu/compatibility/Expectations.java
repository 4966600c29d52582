package io.asynccpu.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.util.ClassUtils;

/**
 * The table in {@code executors.md}: a row for the executors that an application may bring along, on platform or virtual
 * threads.
 */
record Expectations(List<List<String>> rows) {

    static final List<String> COLUMNS = List.of(
            "@Async",
            "MVC",
            "WebFlux",
            "WebSocket",
            "@Scheduled",
            "JPA",
            "Executor",
            "TaskExecutor",
            "AsyncTaskExecutor",
            "ExecutorService",
            "ScheduledExecutorService");

    private static final int JPA = COLUMNS.indexOf("JPA");

    static Expectations read() {
        try (InputStream in = Expectations.class.getResourceAsStream("/executors.md")) {
            return new Expectations(new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("|"))
                    .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                            .map(String::strip)
                            .toList())
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Before Boot 4.1 JPA does not look for an executor. */
    List<String> row(Own own, boolean virtualThreads) {
        String threads = virtualThreads ? "virtual" : "platform";
        List<String> row = rows.stream()
                .filter(cells -> cells.get(0).equals(own.name()) && cells.get(1).equals(threads))
                .map(cells -> new ArrayList<>(cells.subList(2, cells.size())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("executors.md has no row for " + own + " on " + threads));
        if (!ClassUtils.isPresent(
                "org.springframework.boot.jpa.autoconfigure.BootstrapExecutorRequiredException", null)) {
            row.set(JPA, "none");
        }
        return row;
    }

    static List<String> row(Map<Kind, Observation> seen) {
        Observation plain = seen.get(Kind.PLAIN);
        return List.of(
                plain.async(),
                seen.get(Kind.SERVLET).ownWork(),
                seen.get(Kind.REACTIVE).ownWork(),
                seen.get(Kind.WEB_SOCKET).ownWork(),
                seen.get(Kind.SCHEDULED).ownWork(),
                plain.jpa(),
                plain.injectedShortly("executor"),
                plain.injectedShortly("taskExecutor"),
                plain.injectedShortly("asyncTaskExecutor"),
                plain.injectedShortly("executorService"),
                plain.injectedShortly("scheduledExecutorService"));
    }
}
