package io.asynccpu.sample.thumbnails;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.sample.LeavesNoWorker;
import io.asynccpu.sample.RunningApplication;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
            "asynccpu.pools.matches.min-workers=0",
            "asynccpu.pools.mandelbrot.min-workers=0",
            "sample.thumbnails.max-upload=1MB",
            "asynccpu.queue-timeout=50s" // for busy machines
        })
@DirtiesContext
@Timeout(120)
class ThumbnailsTests {

    private RunningApplication application;

    @BeforeEach
    void application(@LocalServerPort int port) {
        application = new RunningApplication(port);
    }

    @Test
    void aJpegBecomesAPngThumbnail() throws Exception {
        HttpResponse<byte[]> response = upload("image/jpeg", Images.jpeg(640, 480));

        assertIsThumbnail(response, 200, 150);
    }

    @Test
    void aGifBecomesAPngThumbnail() throws Exception {
        byte[] gif = Images.file("gif", BufferedImage.TYPE_BYTE_INDEXED, 300, 600);

        assertIsThumbnail(upload("image/gif", gif), 100, 200);
    }

    /** What {@code curl --data-binary} says when nobody tells it the content type. */
    @Test
    void anImageThatCallsItselfAFormIsTakenAsItIs() throws Exception {
        assertIsThumbnail(upload("application/x-www-form-urlencoded", Images.jpeg(640, 480)), 200, 150);
    }

    @Test
    void aPhotoOfTwelveMegapixelsFitsTheSmallHeap() throws Exception {
        assertIsThumbnail(upload("image/jpeg", Images.jpeg(4000, 3000)), 200, 150);
    }

    @Test
    void aDecompressionBombIsRefusedAndTheNextUploadSucceeds() throws Exception {
        byte[] bomb = Images.bomb(30_000, 30_000);

        ProblemDetail problem = RunningApplication.problem(upload("image/png", bomb));

        assertThat(problem.getStatus()).isEqualTo(422);
        assertThat(problem.getDetail()).contains("more memory");
        assertIsThumbnail(upload("image/jpeg", Images.jpeg(640, 480)), 200, 150);
    }

    @Test
    void bombsDoNotDisturbTheUploadsBesideThem() throws Exception {
        byte[] bomb = Images.bomb(30_000, 30_000);
        List<CompletableFuture<HttpResponse<byte[]>>> refusals = IntStream.range(0, 3)
                .mapToObj(n -> application.postAsync("/thumbnails", "image/png", bomb))
                .toList();

        assertIsThumbnail(upload("image/jpeg", Images.jpeg(640, 480)), 200, 150);
        for (CompletableFuture<HttpResponse<byte[]>> refusal : refusals) {
            assertThat(RunningApplication.problem(refusal.get()).getStatus()).isEqualTo(422);
        }
    }

    @Test
    void textIsRefusedAsNoImage() throws Exception {
        ProblemDetail problem =
                RunningApplication.problem(upload("image/png", "not an image".getBytes(StandardCharsets.UTF_8)));

        assertThat(problem.getStatus()).isEqualTo(422);
        assertThat(problem.getDetail()).contains("no image");
    }

    @Test
    void anEmptyBodyIsRefusedAsNoImage() throws Exception {
        assertThat(RunningApplication.problem(upload("image/png", new byte[0])).getStatus())
                .isEqualTo(422);
    }

    @Test
    void aTooLargeBodyIsRefusedUnread() throws Exception {
        ProblemDetail problem = RunningApplication.problem(upload("image/png", new byte[(1 << 20) + 1]));

        assertThat(problem.getStatus()).isEqualTo(413);
        assertThat(problem.getDetail()).contains("1048576");
    }

    private HttpResponse<byte[]> upload(String contentType, byte[] image) throws IOException, InterruptedException {
        return application.post("/thumbnails", contentType, image);
    }

    private static void assertIsThumbnail(HttpResponse<byte[]> response, int width, int height) throws IOException {
        assertThat(response.statusCode())
                .as(() -> new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("image/png");
        BufferedImage thumbnail = Images.read(response.body());
        assertThat(thumbnail.getWidth()).isEqualTo(width);
        assertThat(thumbnail.getHeight()).isEqualTo(height);
    }
}
