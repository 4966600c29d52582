package io.asynccpu.benchmarks.row;

import io.asynccpu.benchmarks.measure.Spread;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a hundred requests a second, whether the earlier ones are answered or not. Latency counts from when a request was
 * due, so an answer that keeps others waiting is not counted only once. A request that fails, as in a JVM without memory, counts
 * as if it had taken as long as anybody waits.
 */
final class WebClient {

    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private WebClient() {}

    static double p99Millis(int port, int requests) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ping"))
                .timeout(PATIENCE)
                .build();
        List<CompletableFuture<Long>> latencies = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            long due = start + i * INTERVAL;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            latencies.add(CLIENT.sendAsync(request, BodyHandlers.discarding())
                    .handle((response, failure) ->
                            failure == null ? answeredAfter(response, due) : PATIENCE.toNanos()));
        }
        return Spread.p99(latencies.stream().mapToLong(CompletableFuture::join).toArray()) / 1e6;
    }

    private static long answeredAfter(HttpResponse<Void> response, long due) {
        long nanos = System.nanoTime() - due;
        return response.statusCode() == 200 ? nanos : PATIENCE.toNanos();
    }
}
