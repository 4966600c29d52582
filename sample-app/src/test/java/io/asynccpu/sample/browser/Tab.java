package io.asynccpu.sample.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/** A page in the {@link Browser}. What is asked of it is JavaScript. */
final class Tab implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Browser browser;
    private final String target;
    private final String session;

    Tab(Browser browser, String target, String session) {
        this.browser = browser;
        this.target = target;
        this.session = session;
    }

    /** In a window of that size, and in that color scheme. */
    void look(int width, int height, boolean dark) {
        boolean phone = width < 600;
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    void show(String address) {
        // Faults that would show in the console only, such as what the page's policy forbids.
        call("Page.enable", Map.of());
        call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                        window.faults = [];
                        addEventListener('error', event => faults.push(String(event.message)));
                        addEventListener('unhandledrejection', event => faults.push(String(event.reason)));
                        addEventListener('securitypolicyviolation', event => faults.push(event.violatedDirective));
                        """));
        call("Page.navigate", Map.of("url", address));
        waitFor("location.href !== 'about:blank' && document.readyState === 'complete'");
    }

    /** The expression's value; a promise is awaited. */
    JsonNode ask(String expression) {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    String text(String selector) {
        return ask("document.querySelector('" + selector + "').innerText").asString();
    }

    int count(String selector) {
        return ask("document.querySelectorAll('" + selector + "').length").asInt();
    }

    /** Asks again and again: a page has no event for any condition. */
    void waitFor(String condition) {
        try {
            await(condition).atMost(Duration.ofMinutes(1)).until(() -> ask("Boolean(" + condition + ")")
                    .asBoolean());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "The page shows: " + ask("document.body.innerText").asString(), e);
        }
    }

    void click(String selector) {
        ask("document.querySelector('" + selector + "').click()");
    }

    /** A key as from the keyboard. */
    void press(String key, int code) {
        Map<String, ?> press = Map.of(
                "type",
                "keyDown",
                "key",
                key,
                "code",
                key,
                "windowsVirtualKeyCode",
                code,
                "text",
                code == 13 ? "\r" : "");
        call("Input.dispatchKeyEvent", press);
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
    }

    void pressTab() {
        press("Tab", 9);
    }

    void pressEnter() {
        press("Enter", 13);
    }

    /** Tabs on until the element that fits has the focus. */
    void tabTo(String selector) {
        for (int i = 0; i < 200; i++) {
            if (ask("document.activeElement.matches('" + selector + "')").asBoolean()) {
                return;
            }
            pressTab();
        }
        throw new AssertionError("The Tab key does not get to " + selector);
    }

    /** For confirm(): the page asks no more, and the answer is yes. Chromium shows dialogs to nobody in its headless form. */
    void sayYesToQuestions() {
        ask("window.confirm = question => { window.asked = question; return true; }");
    }

    void hasNoFaults() {
        assertThat(ask("JSON.stringify(window.faults)").asString())
                .as("what the browser's console says")
                .isEqualTo("[]");
    }

    /** As it is on a desk by day and by night, and on a phone; nothing may be wider than the window. */
    void screenshots(String name) throws IOException {
        look(1280, 900, true);
        screenshot(name + "-dark");
        look(390, 844, false);
        waitFor("innerWidth < 600");
        assertThat(ask("document.documentElement.scrollWidth <= innerWidth").asBoolean())
                .as("nothing is wider than a phone")
                .isTrue();
        screenshot(name + "-phone");
        look(1280, 900, false);
        waitFor("innerWidth > 600");
        screenshot(name + "-light");
    }

    /** The whole page, under target/screenshots. */
    private void screenshot(String name) throws IOException {
        JsonNode shot = call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.createDirectories(SCREENSHOTS);
        Files.write(
                SCREENSHOTS.resolve(name + ".png"),
                Base64.getDecoder().decode(shot.path("data").asString()));
    }

    @Override
    public void close() {
        browser.call(null, "Target.closeTarget", Map.of("targetId", target));
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        return browser.call(session, method, parameters);
    }
}
