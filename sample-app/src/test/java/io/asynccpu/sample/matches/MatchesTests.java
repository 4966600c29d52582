package io.asynccpu.sample.matches;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.sample.LeavesNoWorker;
import io.asynccpu.sample.RunningApplication;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ProblemDetail;
import org.springframework.test.annotation.DirtiesContext;

@LeavesNoWorker
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "asynccpu.pools.thumbnails.min-workers=0",
            "asynccpu.pools.mandelbrot.min-workers=0",
            // For busy machines.
            "asynccpu.queue-timeout=50s",
            "sample.matches.timeout=2s"
        })
@DirtiesContext
@Timeout(120)
class MatchesTests {

    private static final String ENDLESS_PATTERN = "(a+)+\\1$";
    private static final String ENDLESS_TEXT = "a".repeat(40) + "b";

    private RunningApplication application;

    @BeforeEach
    void application(@LocalServerPort int port) {
        application = new RunningApplication(port);
    }

    @Test
    void thePatternsMatchesComeBackInTheirOrder() throws Exception {
        assertMatches(
                find("[a-z]+@[a-z.]+", "to ann@example.org and bob@example.org"), "ann@example.org", "bob@example.org");
    }

    @Test
    void noMatchIsAnEmptyList() throws Exception {
        assertMatches(find("x", "abc"));
    }

    @Test
    void anEndlessMatchIsRefusedAndTheNextRequestIsServed() throws Exception {
        ProblemDetail problem = RunningApplication.problem(find(ENDLESS_PATTERN, ENDLESS_TEXT));

        assertThat(problem.getStatus()).isEqualTo(422);
        assertThat(problem.getDetail()).contains("2000 ms");
        assertMatches(find("b+", "abba"), "bb");
    }

    @Test
    void endlessMatchesOnAllWorkersOnlyDelayTheNextRequest() throws Exception {
        Map<String, String> endless = Map.of("pattern", ENDLESS_PATTERN, "text", ENDLESS_TEXT);
        List<CompletableFuture<HttpResponse<byte[]>>> refusals = IntStream.range(0, 2)
                .mapToObj(n -> application.postJsonAsync("/matches", endless))
                .toList();

        assertMatches(find("b+", "abba"), "bb");
        for (CompletableFuture<HttpResponse<byte[]>> refusal : refusals) {
            assertThat(RunningApplication.problem(refusal.get()).getStatus()).isEqualTo(422);
        }
        assertMatches(find("b+", "abba"), "bb");
    }

    @Test
    void aWrongPatternIsRefusedWithTheReason() throws Exception {
        ProblemDetail problem = RunningApplication.problem(find("a(b", "ab"));

        assertThat(problem.getStatus()).isEqualTo(422);
        assertThat(problem.getDetail()).contains("Unclosed group");
    }

    @Test
    void aRequestWithoutTextIsRefused() throws Exception {
        HttpResponse<byte[]> response = application.postJson("/matches", Map.of("pattern", "a"));

        assertThat(RunningApplication.problem(response).getStatus()).isEqualTo(400);
    }

    @Test
    void healthIsUpAndTheEndpointShowsThePools() throws Exception {
        assertThat(RunningApplication.json(application.get("/actuator/health"))).containsEntry("status", "UP");

        HttpResponse<byte[]> response = application.get("/actuator/asynccpu");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("thumbnails", "matches");
    }

    private HttpResponse<byte[]> find(String pattern, String text) throws IOException, InterruptedException {
        return application.postJson("/matches", Map.of("pattern", pattern, "text", text));
    }

    private static void assertMatches(HttpResponse<byte[]> response, String... matches) {
        assertThat(RunningApplication.json(response)).isEqualTo(Map.of("matches", List.of(matches)));
    }
}
