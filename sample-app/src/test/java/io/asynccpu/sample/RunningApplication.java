package io.asynccpu.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.springframework.http.ProblemDetail;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The application as its users see it. */
public record RunningApplication(int port) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();

    public HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).GET().build(), BodyHandlers.ofByteArray());
    }

    public HttpResponse<byte[]> post(String path, String contentType, byte[] body)
            throws IOException, InterruptedException {
        return CLIENT.send(postRequest(path, contentType, body), BodyHandlers.ofByteArray());
    }

    /** For requests side by side. */
    public CompletableFuture<HttpResponse<byte[]>> postAsync(String path, String contentType, byte[] body) {
        return CLIENT.sendAsync(postRequest(path, contentType, body), BodyHandlers.ofByteArray());
    }

    public HttpResponse<byte[]> delete(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).DELETE().build(), BodyHandlers.ofByteArray());
    }

    /** For an answer that comes bit by bit; closing the stream hangs up. */
    public HttpResponse<Stream<String>> lines(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).GET().build(), BodyHandlers.ofLines());
    }

    public HttpResponse<byte[]> postJson(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return post(path, "application/json", JSON.writeValueAsBytes(body));
    }

    public CompletableFuture<HttpResponse<byte[]>> postJsonAsync(String path, Map<String, ?> body) {
        return postAsync(path, "application/json", JSON.writeValueAsBytes(body));
    }

    public static Map<String, Object> json(HttpResponse<byte[]> response) {
        return JSON.readValue(response.body(), new TypeReference<>() {});
    }

    public static ProblemDetail problem(HttpResponse<byte[]> response) {
        String contentType = response.headers().firstValue("Content-Type").orElse("none");
        if (!contentType.equals("application/problem+json")) {
            throw new AssertionError("No problem detail but " + response.statusCode() + " with content type "
                    + contentType + ": " + new String(response.body(), StandardCharsets.UTF_8));
        }
        return JSON.readValue(response.body(), ProblemDetail.class);
    }

    private HttpRequest postRequest(String path, String contentType, byte[] body) {
        return request(path)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }
}
