package io.asynccpu.autoconfigure.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** A web application's executors, MVC's among them, are with the starter what they are without it. */
class WebMannersTests {

    private static final WebApplicationContextRunner WITHOUT = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TaskExecutionAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class))
            .withUserConfiguration(Application.class);

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    @Import({Endpoints.class, Plain.class})
    static class Application {}

    static class Plain {
        @Async
        public CompletableFuture<String> thread() {
            return CompletableFuture.completedFuture(nameOfThisThread());
        }
    }

    @RestController
    static class Endpoints {

        private final Plain plain;

        Endpoints(Plain plain) {
            this.plain = plain;
        }

        @GetMapping("/callable")
        Callable<String> callable() {
            return WebMannersTests::nameOfThisThread;
        }

        @GetMapping("/async")
        CompletableFuture<String> async() {
            return plain.thread();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnExecutorService {
        @Bean(destroyMethod = "shutdown")
        ExecutorService mine() {
            return Executors.newSingleThreadExecutor(task -> new Thread(task, "mine-1"));
        }
    }

    private static String nameOfThisThread() {
        return Thread.currentThread().getName().replaceAll("\\d+$", "");
    }

    private static String body(AssertableWebApplicationContext context, String path) throws Exception {
        MockMvc mvc = MockMvcBuilders.webAppContextSetup(context).build();
        MvcResult started = mvc.perform(get(path)).andReturn();
        started.getAsyncResult();
        return mvc.perform(asyncDispatch(started)).andReturn().getResponse().getContentAsString();
    }

    private static Map<String, String> seen(WebApplicationContextRunner runner) {
        Map<String, String> seen = new LinkedHashMap<>();
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            seen.put("callable", body(context, "/callable"));
            seen.put("@Async", body(context, "/async"));
            seen.put("applicationTaskExecutor", Boolean.toString(context.containsBean("applicationTaskExecutor")));
            Object ofMvc =
                    ReflectionTestUtils.getField(context.getBean(RequestMappingHandlerAdapter.class), "taskExecutor");
            seen.put("MVC", String.valueOf(ofMvc).replaceAll("@.*", ""));
        });
        return seen;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "asynccpu.max-workers=1",
                "asynccpu.pools.images.max-workers=1",
                "spring.threads.virtual.enabled=true"
            })
    void everythingRunsWhereItRanBefore(String property) {
        WebApplicationContextRunner without = WITHOUT.withPropertyValues(property);
        Map<String, String> expected = seen(without);
        assertThat(expected).containsEntry("callable", "task-").containsEntry("@Async", "task-");
        assertThat(seen(without.withConfiguration(AutoConfigurations.of(AsyncCpuAutoConfiguration.class))))
                .isEqualTo(expected);
    }

    /** Boot backs off for an executor of the application; the starter's must not fill the gap. */
    @ParameterizedTest
    @ValueSource(strings = {"asynccpu.max-workers=1", "asynccpu.pools.images.max-workers=1"})
    void besideAnExecutorOfTheApplicationToo(String property) {
        WebApplicationContextRunner without =
                WITHOUT.withPropertyValues(property).withUserConfiguration(OwnExecutorService.class);
        Map<String, String> expected = seen(without);
        assertThat(expected).containsEntry("applicationTaskExecutor", "false");
        assertThat(seen(without.withConfiguration(AutoConfigurations.of(AsyncCpuAutoConfiguration.class))))
                .isEqualTo(expected);
    }
}
