package io.asynccpu.sample.browser;

import io.asynccpu.sample.LeavesNoWorker;
import io.asynccpu.sample.NeedsBubblewrap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;

/** The pages with the profile {@code sandbox}, in a real browser. */
@NeedsBubblewrap
@LeavesNoWorker
@ActiveProfiles("sandbox")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "asynccpu.pools.matches.min-workers=0")
@Tag("browser")
@DirtiesContext
@Timeout(240)
class SandboxedPageTests {

    @Test
    void aBadgeSaysThatThePoolIsSandboxed(@LocalServerPort int port) throws Exception {
        Browser browser = Browser.start();
        try {
            Tab page = browser.open("http://localhost:" + port + "/");
            page.waitFor("!document.querySelector('#wall').hidden");
            page.hasNoFaults();
            page.close();

            Tab live = browser.open("http://localhost:" + port + "/actuator/asynccpu");
            live.waitFor("[...document.querySelectorAll('[data-at=sandbox]')]"
                    + ".filter(badge => !badge.hidden && badge.textContent === 'sandbox: bubblewrap').length === 1");
            live.hasNoFaults();
            live.close();
        } finally {
            browser.close();
        }
    }
}
