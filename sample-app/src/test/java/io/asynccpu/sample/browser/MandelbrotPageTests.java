package io.asynccpu.sample.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.sample.LeavesNoWorker;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

/** The page with the picture, in a real browser. */
@LeavesNoWorker
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "asynccpu.pools.mandelbrot.max-workers=2",
            "asynccpu.pools.thumbnails.min-workers=0",
            "asynccpu.pools.matches.min-workers=0",
            "sample.mandelbrot.fault-timeout=1s"
        })
@Tag("browser")
@DirtiesContext
@Timeout(240)
class MandelbrotPageTests {

    private static Browser browser;

    @BeforeAll
    static void startBrowser() throws IOException {
        browser = Browser.start();
    }

    @AfterAll
    static void closeBrowser() throws IOException, InterruptedException {
        if (browser != null) {
            browser.close();
        }
    }

    private static Tab open(int port) {
        return browser.open("http://localhost:" + port + "/");
    }

    @Test
    void theWholePictureAppears(@LocalServerPort int port) throws IOException {
        Tab tab = open(port);
        tab.click("#show-owners");
        tab.waitFor("document.querySelector('#count').textContent.match(/^[1-9][0-9]* of 96/)");
        tab.click("[data-fault=crash]");
        tab.waitFor("document.querySelectorAll('#outcomes li').length === 1");
        tab.waitFor("running === null || running.done > 50");
        tab.screenshots("mandelbrot");
        tab.click("#show-owners");

        tab.waitFor("document.querySelector('#status').textContent.includes('96 tiles rendered')");
        assertThat(tab.text("#status")).doesNotContain("lost", "cancelled");
        assertThat(tab.text("#outcomes li")).contains("WorkerCrashedException", "SIGSEGV");
        assertThat(tab.ask("new Set(picture.getImageData(0, 0, 960, 640).data).size")
                        .asInt())
                .as("different values on the canvas")
                .isGreaterThan(100);
        tab.hasNoFaults();
        tab.close();
    }

    /** The profile is not on. */
    @Test
    void withoutAWallNoBadgeClaimsOne(@LocalServerPort int port) {
        Tab tab = open(port);
        tab.waitFor("document.querySelector('#status').textContent.includes('96 tiles rendered')");

        assertThat(tab.ask("document.querySelector('#wall').hidden").asBoolean())
                .isTrue();
        tab.close();
    }

    @Test
    void theKeyboardZoomsCancelsAndHarms(@LocalServerPort int port) {
        Tab tab = open(port);
        tab.waitFor("document.querySelector('#status').textContent.includes('96 tiles rendered')");

        tab.ask("document.querySelector('#samples').value = '4'"); // so that there is time to cancel
        tab.tabTo("#canvas");
        tab.press("ArrowLeft", 37);
        tab.waitFor("document.querySelector('#count').textContent.match(/^[1-9][0-9]* of 96/)");
        assertThat(tab.text("#status")).isEqualTo("Rendering…");
        tab.tabTo("#cancel");
        tab.pressEnter();
        tab.waitFor("document.querySelector('#status').textContent.includes('cancelled')");
        assertThat(tab.ask("document.activeElement.id").asString())
                .as("the focus, since the button is disabled now")
                .isEqualTo("render");

        tab.tabTo("[data-fault=hang]");
        tab.pressEnter();
        tab.waitFor("document.querySelectorAll('#outcomes li').length === 1");
        assertThat(tab.text("#outcomes li")).contains("TaskTimeoutException", "ran longer than its timeout");
        tab.hasNoFaults();
        tab.close();
    }
}
