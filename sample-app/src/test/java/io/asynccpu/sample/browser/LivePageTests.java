package io.asynccpu.sample.browser;

import static io.asynccpu.sample.browser.EndpointDouble.progress;
import static io.asynccpu.sample.browser.EndpointDouble.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asynccpu.sample.browser.EndpointDouble.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.endpoint.Access;

/** The live page in a real browser, over pools of which the test decides what they say. */
@Tag("browser")
@Timeout(240)
class LivePageTests {

    private static final String HOSTILE = "<img src=x onerror=\"window.hacked=1\">";

    private static Browser browser;

    private EndpointDouble endpoint;
    private Tab tab;

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

    @AfterEach
    void close() {
        try {
            tab.hasNoFaults();
        } finally {
            tab.close();
            endpoint.close();
        }
    }

    private void endpoint(Access access) throws IOException {
        endpoint = new EndpointDouble(access);
    }

    private void open() {
        tab = browser.open(endpoint.address());
        tab.waitFor("document.querySelectorAll('.lane').length === 2");
    }

    @Test
    void aLaneShowsTheTaskAndHowFarItIs() throws IOException {
        endpoint(Access.READ_ONLY);
        endpoint.running = List.of(task(7, "ReportService.render", 2, progress(250, 1000, "page 25")));
        open();

        assertThat(tab.text(".lane .task")).contains("ReportService.render", "page 25", "25 %", "attempt 2", "1 min");
        assertThat(tab.ask("document.querySelector('.fill').style.width").asString())
                .isEqualTo("25%");
        endpoint.running = List.of(task(7, "ReportService.render", 2, progress(750, 1000, "page 75")));
        tab.waitFor("document.querySelector('.fill').style.width === '75%'");
        assertThat(tab.text(".lane .task")).contains("page 75", "75 %");
        assertThat(tab.text(".lane")).contains("Worker 1", "4711", "100 MiB");
        assertThat(tab.text(".lane:nth-child(2)")).contains("idle");
        endpoint.running = List.of();
        tab.waitFor("document.querySelectorAll('.task').length === 0");
    }

    @Test
    void whatTasksSayIsShownAsText() throws IOException {
        endpoint(Access.UNRESTRICTED);
        endpoint.running = List.of(task(7, HOSTILE, 1, progress(1, 2, HOSTILE)));
        Map<String, Object> failure = failure(5, "a.B", HOSTILE);
        failure.put("name", HOSTILE);
        failure.put("stackTrace", "a.B: " + HOSTILE);
        failure.put("lastOutput", List.of("</script>" + HOSTILE));
        endpoint.failures = List.of(failure);
        open();
        tab.waitFor("document.querySelectorAll('.list li').length === 1");
        tab.ask("document.querySelector('.list li details').open = true");

        assertThat(tab.text(".task .name")).isEqualTo(HOSTILE);
        assertThat(tab.text(".task .message")).isEqualTo(HOSTILE);
        assertThat(tab.text("[data-at=whole]")).isEqualTo(HOSTILE);
        assertThat(tab.text("[data-at=stack]")).isEqualTo("a.B: " + HOSTILE);
        assertThat(tab.text("[data-at=output]")).isEqualTo("</script>" + HOSTILE);
        assertThat(tab.count("img")).isZero();
        assertThat(tab.ask("'hacked' in window").asBoolean()).isFalse();
    }

    @Test
    void thePagesPolicyForbidsMarkupThatGotInNevertheless() throws IOException {
        endpoint(Access.READ_ONLY);
        open();

        tab.ask("document.querySelector('main').insertAdjacentHTML('beforeend', '" + HOSTILE + "')");
        tab.waitFor("faults.length > 0");

        assertThat(tab.ask("'hacked' in window").asBoolean()).isFalse();
        assertThat(tab.ask("faults.join()").asString()).contains("img-src");
        tab.ask("faults.length = 0");
    }

    @Test
    void theStackOfAFailureIsOneClickAway() throws IOException {
        endpoint(Access.READ_ONLY);
        open();
        endpoint.failures = List.of(failure(5, "io.asynccpu.api.WorkerCrashedException", "The worker died"));
        tab.waitFor("document.querySelectorAll('.list li').length === 1");

        assertThat(tab.text(".list li summary")).contains("WorkerCrashedException", "Broken.task", "The worker died");
        assertThat(tab.ask("document.querySelector('[data-at=stack]').checkVisibility()")
                        .asBoolean())
                .isFalse();
        tab.click(".list li summary");

        assertThat(tab.ask("document.querySelector('[data-at=stack]').checkVisibility()")
                        .asBoolean())
                .isTrue();
        assertThat(tab.text("[data-at=stack]")).contains("at a.B.c(B.java:1)");
        assertThat(tab.text(".facts-line")).contains("exit code 134", "SIGSEGV", "libx.so");
        int answered = endpoint.questions.get();
        await().atMost(Duration.ofMinutes(1)).until(() -> endpoint.questions.get() > answered + 2);
        assertThat(tab.ask("document.querySelector('.list li details').open").asBoolean())
                .as("still open after other answers")
                .isTrue();
    }

    @Test
    void theKeyboardAloneCancelsATaskAndTheFocusStaysOnThePool() throws Exception {
        endpoint(Access.UNRESTRICTED);
        endpoint.running = List.of(task(7, "ReportService.render", 1, null));
        open();
        tab.sayYesToQuestions();

        tab.tabTo(".task [data-at=cancel]");
        int answered = endpoint.questions.get();
        await().atMost(Duration.ofMinutes(1)).until(() -> endpoint.questions.get() > answered + 2);
        assertThat(tab.ask("document.activeElement.matches('.task [data-at=cancel]')")
                        .asBoolean())
                .as("the focus stays through other answers")
                .isTrue();
        tab.pressEnter();

        assertThat(endpoint.operations.poll(60, TimeUnit.SECONDS))
                .isEqualTo(new Operation("DELETE", "/a pool/tasks/7", "", "the token"));
        tab.waitFor("document.querySelectorAll('.task').length === 0");
        tab.waitFor("document.querySelector('#said').textContent === 'Task 7 is cancelled.'");
        assertThat(tab.ask("window.asked").asString()).contains("task 7", "ReportService.render", "a pool");
        assertThat(tab.ask("document.activeElement.textContent").asString())
                .as("who has the focus of the button that is gone")
                .isEqualTo("a pool");
    }

    @Test
    void aWorkerIsRecycledAndAPoolPaused() throws Exception {
        endpoint(Access.UNRESTRICTED);
        open();

        tab.click(".lane:nth-child(2) [data-at=recycle]");
        assertThat(endpoint.operations.poll(60, TimeUnit.SECONDS))
                .isEqualTo(new Operation("POST", "/a pool/workers/2", "{\"operation\":\"recycle\"}", "the token"));
        tab.click("[data-at=pause]");
        assertThat(endpoint.operations.poll(60, TimeUnit.SECONDS))
                .isEqualTo(new Operation("POST", "/a pool", "{\"paused\":true}", "the token"));
    }

    @Test
    void theKeyboardAloneResizesAPoolAndWhatIsTypedStays() throws Exception {
        endpoint(Access.UNRESTRICTED);
        open();
        assertThat(tab.ask("document.querySelector('[data-at=max]').value").asString())
                .isEqualTo("2");

        tab.tabTo("[data-at=max]");
        tab.ask("document.querySelector('[data-at=max]').value = '5'; 1");
        int answered = endpoint.questions.get();
        await().atMost(Duration.ofMinutes(1)).until(() -> endpoint.questions.get() > answered + 2);
        assertThat(tab.ask("document.querySelector('[data-at=max]').value").asString())
                .as("through other answers")
                .isEqualTo("5");
        tab.pressEnter();
        assertThat(endpoint.operations.poll(60, TimeUnit.SECONDS))
                .isEqualTo(new Operation("POST", "/a pool", "{\"maxWorkers\":5}", "the token"));
        tab.waitFor("document.querySelector('#said').textContent === 'Pool a pool may have 5 workers now.'");

        tab.ask("document.querySelector('[data-at=max]').value = '0'; 1");
        tab.click("[data-at=resize]");
        assertThat(endpoint.operations)
                .as("less than minWorkers is not even asked for")
                .isEmpty();
    }

    @Test
    void theKeyboardAloneShowsWhereTheThreadsStandAsText() throws Exception {
        endpoint(Access.UNRESTRICTED);
        endpoint.threadDump = "\"main\" RUNNABLE\n\tat a.B.c(B.java:1)\n" + HOSTILE;
        open();

        tab.tabTo(".lane:nth-child(1) [data-at=threads]");
        tab.pressEnter();
        assertThat(endpoint.operations.poll(60, TimeUnit.SECONDS))
                .isEqualTo(new Operation("POST", "/a pool/workers/1", "{\"operation\":\"threads\"}", "the token"));
        tab.waitFor("document.querySelector('.lane .dump').checkVisibility()");
        assertThat(tab.text(".lane [data-at=dump-text]")).isEqualTo(endpoint.threadDump);
        assertThat(tab.text(".lane [data-at=dump-facts]")).contains("worker 1", "pid 4711");
        assertThat(tab.count("img")).isZero();
        assertThat(tab.ask("document.activeElement.matches('[data-at=dump-text]')")
                        .asBoolean())
                .as("the focus is where the keys scroll")
                .isTrue();
        int answered = endpoint.questions.get();
        await().atMost(Duration.ofMinutes(1)).until(() -> endpoint.questions.get() > answered + 2);
        assertThat(tab.ask("document.querySelector('.lane .dump').checkVisibility()")
                        .asBoolean())
                .as("still there after other answers")
                .isTrue();

        tab.click(".lane [data-at=close]");
        assertThat(tab.ask("document.querySelector('.lane .dump').checkVisibility()")
                        .asBoolean())
                .isFalse();
        endpoint.operationStatus = 400;
        tab.click(".lane [data-at=threads]");
        tab.waitFor("document.querySelector('#said').textContent.includes('status 400')");
    }

    @Test
    void aRefusedOperationIsTold() throws Exception {
        endpoint(Access.UNRESTRICTED);
        endpoint.operationStatus = 403;
        open();

        tab.click("[data-at=recycle]");

        tab.waitFor("document.querySelector('#said').textContent.includes('status 403')");
    }

    @Test
    void thereAreNoButtonsWhereTheEndpointIsReadOnly() throws IOException {
        endpoint(Access.READ_ONLY);
        endpoint.running = List.of(task(7, "ReportService.render", 1, null));
        endpoint.queued = 3;
        open();
        tab.ask("document.querySelector('details.list').open = true");
        tab.waitFor("document.querySelectorAll('.queue li').length === 3");

        assertThat(tab.ask(
                                "[...document.querySelectorAll('button, input')].filter(it => it.checkVisibility()).map(it => it.id).join()")
                        .asString())
                .isEqualTo("hold");
    }

    @Test
    void tenThousandWaitingTasksAreANumberAndAPageOfTwenty() throws IOException {
        endpoint(Access.READ_ONLY);
        endpoint.queued = 10_000;
        open();
        assertThat(tab.text(".figures")).contains("10,000");
        assertThat(tab.count("*")).isLessThan(200);

        tab.ask("document.querySelector('details.list').open = true");
        tab.waitFor("document.querySelectorAll('.queue li').length > 0");
        assertThat(tab.count(".queue li")).isEqualTo(20);
        assertThat(tab.text(".queue li")).contains("#1000");
        tab.click("[data-at=next]");
        tab.waitFor("document.querySelector('.queue li').textContent.includes('#1020')");
        assertThat(tab.text("[data-at=range]")).isEqualTo("21 to 40 of 10,000");
        assertThat(tab.count(".queue li")).isEqualTo(20);
        assertThat(tab.count("*")).isLessThan(400);
    }

    @Test
    void aParentThatCannotBeReachedIsToldAndFoundAgain() throws IOException {
        endpoint(Access.READ_ONLY);
        open();
        endpoint.broken = true;

        tab.waitFor("document.querySelector('#trouble').checkVisibility()");
        assertThat(tab.text("#trouble")).contains("cannot be reached since", "status 503");
        assertThat(tab.count(".lane")).as("what was there before").isEqualTo(2);

        endpoint.broken = false;
        tab.waitFor("!document.querySelector('#trouble').checkVisibility()");
        assertThat(tab.text("#connection")).contains("Live");
    }

    @Test
    void nobodyIsAskedWhileThePageIsHeldOrHidden() throws IOException {
        endpoint(Access.READ_ONLY);
        open();

        tab.click("#hold");
        assertThat(tab.text("#connection")).contains("Held");
        assertThat(tab.ask("timer === undefined").asBoolean()).isTrue();
        tab.click("#hold");
        tab.waitFor("timer !== undefined");

        tab.ask("Object.defineProperty(document, 'hidden', { value: true, configurable: true })");
        tab.ask("document.dispatchEvent(new Event('visibilitychange'))");
        tab.waitFor("timer === undefined && !poll.asking");
        int asked = endpoint.questions.get();
        tab.ask("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
        await().atMost(Duration.ofMinutes(1)).until(() -> endpoint.questions.get() > asked);
    }

    private static Map<String, Object> failure(long task, String exception, String message) {
        Map<String, Object> failure = new HashMap<>();
        failure.put("taskId", task);
        failure.put("name", "Broken.task");
        failure.put("workerPid", 4711);
        failure.put("attempt", 1);
        failure.put("at", Instant.now().toString());
        failure.put("outcome", "WORKER_DIED");
        failure.put("exception", exception);
        failure.put("message", message);
        failure.put("stackTrace", exception + ": " + message + "\n\tat a.B.c(B.java:1)");
        failure.put("exitCode", 134);
        failure.put("signal", "SIGSEGV");
        failure.put("problematicFrame", "C  [libx.so+0x1]");
        return failure;
    }
}
