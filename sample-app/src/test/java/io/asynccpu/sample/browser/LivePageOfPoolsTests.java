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

/** The live page in a real browser, over the sample's own pools while they render a picture. */
@LeavesNoWorker
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "asynccpu.pools.mandelbrot.max-workers=2",
            "asynccpu.pools.thumbnails.min-workers=0",
            "asynccpu.pools.matches.min-workers=0",
            "sample.mandelbrot.max-iterations=60000", // a tile in the set takes seconds
            "sample.mandelbrot.fault-timeout=2m", // what hangs is cancelled
            "management.endpoint.asynccpu.access=unrestricted"
        })
@Tag("browser")
@DirtiesContext
@Timeout(240)
class LivePageOfPoolsTests {

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

    @Test
    void theLanesShowTheTilesAndTheirProgress(@LocalServerPort int port) throws IOException {
        String address = "http://localhost:" + port;
        Tab picture = browser.open(address + "/");
        picture.waitFor("running && running.done > 0");
        picture.click("[data-fault=crash]");
        picture.waitFor("document.querySelectorAll('#outcomes li').length === 1");

        Tab live = browser.open(address + "/actuator/asynccpu");
        live.ask("""
                globalThis.mandelbrot = () => [...document.querySelectorAll('.pool')]
                        .find(it => it.querySelector('h2').textContent === 'mandelbrot');
                globalThis.fills = () => [...mandelbrot().querySelectorAll('.fill')].map(it => it.style.width);
                1
                """);
        live.waitFor("mandelbrot() && fills().some(it => it !== '' && it !== '0%')");
        String before = live.ask("fills().join()").asString();
        live.waitFor("fills().join() !== '" + before + "'");
        live.waitFor("mandelbrot().querySelectorAll('.task').length === 2");
        assertThat(live.ask("mandelbrot().querySelector('.task').innerText").asString())
                .contains("TileService.render", "tile at");
        live.waitFor("pools.get('mandelbrot').samples.length > 12"); // so that the plots have something to show
        live.screenshots("live");
        theFailureAndTheButtonsAreReal(live, picture);
        live.hasNoFaults();
        live.close();
        picture.close();
    }

    private static void theFailureAndTheButtonsAreReal(Tab live, Tab picture) throws IOException {
        live.waitFor("mandelbrot().querySelectorAll('[data-at=failure-items] li').length === 1");
        assertThat(live.ask("mandelbrot().querySelector('[data-at=stack]').textContent")
                        .asString())
                .contains("WorkerCrashedException");
        live.sayYesToQuestions();
        picture.click("[data-fault=hang]");
        live.ask("globalThis.hanging = () => [...mandelbrot().querySelectorAll('.task')]"
                + ".find(it => it.innerText.includes('FaultService')); 1");
        live.waitFor("hanging()");
        live.ask("hanging().querySelector('[data-at=cancel]').click()");
        live.waitFor("document.querySelector('#said').textContent.endsWith('is cancelled.')");
        live.ask("mandelbrot().querySelector('[data-at=pause]').click()");
        live.waitFor("pools.get('mandelbrot').pool.paused === true");
        live.ask("mandelbrot().querySelector('[data-at=pause]').click()");
        live.waitFor("pools.get('mandelbrot').pool.paused === false");
    }
}
