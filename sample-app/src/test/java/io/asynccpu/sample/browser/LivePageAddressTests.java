package io.asynccpu.sample.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.sample.LeavesNoWorker;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Who gets the page and who JSON, and where, behind both kinds of web server. */
@Tag("browser")
@LeavesNoWorker
@Timeout(240)
class LivePageAddressTests {

    private static final String BROWSER =
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** No {@code @SpringBootConfiguration}: the tests beside this one would find it. */
    @EnableAutoConfiguration
    static class Shop {}

    private static ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "spring.config.location=optional:classpath:/none/",
                "server.port=0",
                "asynccpu.worker.context=none",
                "management.endpoints.web.exposure.include=asynccpu"));
        arguments.addAll(List.of(properties));
        return new SpringApplicationBuilder(Shop.class)
                .web(type)
                .run(arguments.stream().map(it -> "--" + it).toArray(String[]::new));
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext context, String path, String accept)
            throws Exception {
        String port = context.getEnvironment()
                .getProperty("local.management.port", context.getEnvironment().getProperty("local.server.port"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (accept != null) {
            request.header("Accept", accept);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static void assertIsPage(HttpResponse<String> response, boolean operations) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(response.body())
                .contains("<title>Process pools", "data-operations=\"" + operations + "\"", "default-src 'none'")
                .doesNotContain("http://", "https://", "${script", "${style", "${operations}");
    }

    private static void assertIsJson(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith("application/").contains("json"));
        assertThat(response.body()).startsWith("{\"pools\":");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void aBrowserGetsThePageAndAllOthersGetJson(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context = start(type)) {
            for (String accept : List.of(BROWSER, "text/html", "text/html;q=0.9, */*;q=0.1")) {
                assertIsPage(get(context, "/actuator/asynccpu", accept), false);
            }
            for (String accept : List.of(
                    "*/*",
                    "application/json",
                    "application/vnd.spring-boot.actuator.v3+json",
                    "application/*",
                    "application/json, text/html;q=0.5")) {
                assertIsJson(get(context, "/actuator/asynccpu", accept));
            }
            assertIsJson(get(context, "/actuator/asynccpu", null));
            assertThat(get(context, "/actuator/asynccpu/default", BROWSER).body())
                    .startsWith("{");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void thePageOffersOperationsOnlyWhereAccessIsUnrestricted(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context = start(type, "management.endpoint.asynccpu.access=unrestricted")) {
            assertIsPage(get(context, "/actuator/asynccpu", BROWSER), true);
        }
        try (ConfigurableApplicationContext context = start(
                type,
                "management.endpoint.asynccpu.access=unrestricted",
                "management.endpoints.access.max-permitted=read-only")) {
            assertIsPage(get(context, "/actuator/asynccpu", BROWSER), false);
        }
        try (ConfigurableApplicationContext context = start(type, "management.endpoint.asynccpu.access=none")) {
            assertThat(get(context, "/actuator/asynccpu", BROWSER).statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void thePageFindsItsPoolsWhereverItIs(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context = start(
                        type,
                        "server.servlet.context-path=/shop",
                        "spring.webflux.base-path=/shop",
                        "management.endpoints.web.base-path=/manage",
                        "management.endpoints.web.path-mapping.asynccpu=pools");
                Browser browser = Browser.start()) {
            String port = context.getEnvironment().getProperty("local.server.port");
            Tab tab = browser.open("http://localhost:" + port + "/shop/manage/pools");
            tab.waitFor("document.querySelector('.pool h2')?.textContent === 'default'");
            tab.hasNoFaults();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void thePageIsOnThePortForManagement(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context =
                start(type, "management.server.port=0", "management.endpoints.web.base-path=/")) {
            assertIsPage(get(context, "/asynccpu", BROWSER), false);
            assertIsJson(get(context, "/asynccpu", "application/json"));
        }
    }

    @Test
    void overJmxThereIsNoPage() throws Exception {
        try (ConfigurableApplicationContext context = start(
                WebApplicationType.SERVLET,
                "spring.jmx.enabled=true",
                "management.endpoints.jmx.exposure.include=asynccpu")) {
            assertThat(context.isRunning()).isTrue();
            ObjectName name = new ObjectName("org.springframework.boot:type=Endpoint,name=Asynccpu");
            assertThat(Stream.of(ManagementFactory.getPlatformMBeanServer()
                                    .getMBeanInfo(name)
                                    .getOperations())
                            .map(MBeanOperationInfo::getName))
                    .contains("pools")
                    .doesNotContain("page");
        }
    }
}
