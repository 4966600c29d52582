package io.asynccpu.sample.thumbnails;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.sample.LeavesNoWorker;
import io.asynccpu.sample.NeedsBubblewrap;
import io.asynccpu.sample.RunningApplication;
import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;

/** The profile {@code sandbox}. */
@NeedsBubblewrap
@LeavesNoWorker
@ActiveProfiles("sandbox")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "asynccpu.pools.matches.min-workers=0",
            "asynccpu.pools.mandelbrot.min-workers=0",
            "asynccpu.queue-timeout=50s" // for busy machines
        })
@DirtiesContext
@Timeout(120)
class SandboxedThumbnailsTests {

    @Test
    void aThumbnailIsMadeBehindTheWallAndABombDoesNoHarm(@LocalServerPort int port) throws Exception {
        RunningApplication application = new RunningApplication(port);

        assertIsThumbnail(application.post("/thumbnails", "image/jpeg", Images.jpeg(640, 480)));
        assertThat(RunningApplication.problem(application.post("/thumbnails", "image/png", Images.bomb(30_000, 30_000)))
                        .getDetail())
                .contains("more memory");
        assertIsThumbnail(application.post("/thumbnails", "image/jpeg", Images.jpeg(640, 480)));
    }

    @Test
    void theEndpointSaysWhichPoolHasAWall(@LocalServerPort int port) throws Exception {
        RunningApplication application = new RunningApplication(port);

        assertThat(RunningApplication.json(application.get("/actuator/asynccpu/thumbnails")))
                .containsEntry("sandbox", "bubblewrap");
        assertThat(RunningApplication.json(application.get("/actuator/asynccpu/matches")))
                .containsEntry("sandbox", "none");
    }

    private static void assertIsThumbnail(HttpResponse<byte[]> response) throws Exception {
        assertThat(response.statusCode()).isEqualTo(200);
        BufferedImage thumbnail = Images.read(response.body());
        assertThat(thumbnail.getWidth()).isEqualTo(200);
        assertThat(thumbnail.getHeight()).isEqualTo(150);
    }
}
