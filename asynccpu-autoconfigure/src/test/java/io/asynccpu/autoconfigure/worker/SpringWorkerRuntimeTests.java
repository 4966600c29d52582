package io.asynccpu.autoconfigure.worker;

import static io.asynccpu.autoconfigure.worker.TestApplication.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.autoconfigure.method.MethodTarget;
import io.asynccpu.autoconfigure.properties.WorkerProperties;
import io.asynccpu.spi.BoundCall;
import java.nio.file.Path;
import java.security.NoSuchProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.JacksonModule;

/** Parent and child in one JVM; the packaging tests start real children. */
@Timeout(60)
class SpringWorkerRuntimeTests {

    private static final String GREETER = TestApplication.Greeter.class.getName();
    private static final String GREET = "greeter#" + GREETER + "#greet([Ljava.lang.String;,int)";

    private final SpringWorkerRuntime runtime = new SpringWorkerRuntime();

    @BeforeEach
    void forget() {
        EVENTS.clear();
    }

    @AfterEach
    void clean() {
        runtime.close();
        WorkerJvm.forget();
    }

    @Test
    void theChildHasTheParentsBeansWithItsArgumentsAndProperties() throws Throwable {
        runtime.start(settings("--greeting.word=Hello", "--greeting.mark=!"));

        BoundCall call = runtime.bind(GREET);

        assertThat(call.parameterTypes()).containsExactly(String[].class, int.class);
        assertThat(call.resultType()).isEqualTo(String.class);
        assertThat(call.invoke(new Object[] {new String[] {"Ann", "Bob"}, 2}))
                .asInstanceOf(InstanceOfAssertFactories.completableFuture(String.class))
                .isCompletedWithValue("Hello Ann Bob!from mainHello Ann Bob!from main");
    }

    @Test
    void theChildDoesNothingByItself() throws Exception {
        Map<String, String> settings = settings("--greeting.word=Hello");
        assertThat(EVENTS).contains("initializer of main", "greeter", "lifecycle", "tick", "runner", "after run");
        EVENTS.clear();

        runtime.start(settings);

        assertThat(EVENTS).containsExactly("initializer of main");
        runtime.close();
        assertThat(EVENTS).containsExactly("initializer of main");
    }

    @Test
    void theQuietPropertiesWinOverTheApplicationsOwn(@TempDir Path directory) throws Exception {
        String logFile = "--logging.file.name=" + directory.resolve("app.log");

        runtime.start(settings("--spring.main.lazy-initialization=false", logFile));

        assertThat(EVENTS.stream().filter("greeter"::equals)).hasSize(1);
        assertThat(property("logging.file.name")).isEmpty();
        assertThat(property("asynccpu.worker.active")).isEqualTo("true");
    }

    @Test
    void theChildHasTheParentsProfiles() throws Exception {
        runtime.start(settings("--spring.profiles.active=one,two"));

        assertThat(context().getEnvironment().getActiveProfiles()).containsExactly("one", "two");
    }

    @Test
    void aSmallerConfigurationHasTheSameProperties() throws Throwable {
        Map<String, String> settings =
                settings(List.of(TestApplication.Small.class), "--greeting.word=Hi", "--greeting.mark=?");
        EVENTS.clear();

        runtime.start(settings);

        assertThat(runtime.bind(GREET).invoke(new Object[] {new String[] {"Ann"}, 1}))
                .asInstanceOf(InstanceOfAssertFactories.completableFuture(String.class))
                .isCompletedWithValue("Hi Ann?from main");
        assertThat(EVENTS).isEmpty();
        assertThat(context().containsBean("pulse")).isFalse();
    }

    @Test
    void anApplicationThatWasStartedByATestRunnerIsStartedFromItsSources() throws Exception {
        Map<String, String> settings;
        try (ConfigurableApplicationContext parent =
                new SpringApplicationBuilder(TestApplication.Small.class).run("--greeting.word=Hi")) {
            settings = parent.getBean(ChildApplication.class).settings(List.of());
        }

        assertThat(ChildSettings.fromMap(settings).main()).isNull();
        runtime.start(settings);
        assertThat(context().containsBean("greeter")).isTrue();
    }

    @Test
    void whereNoMainHasStartedTheApplicationNoneCanBeAskedFor() {
        try (ConfigurableApplicationContext parent =
                new SpringApplicationBuilder(TestApplication.Small.class).run("--greeting.word=Hi")) {
            ChildApplication application = parent.getBean(ChildApplication.class);
            WorkerRole role = new WorkerRole("images", List.of());

            assertThatExceptionOfType(WorkerStartException.class)
                    .isThrownBy(() ->
                            application.plan(role, List.of(), WorkerProperties.Main.ALWAYS, Duration.ofMinutes(1)))
                    .withMessageContaining("asynccpu.worker.main=always")
                    .withMessageContaining("no main has started this application");
        }
    }

    @Test
    void jacksonModulesOfTheContextAreFound() throws Exception {
        runtime.start(settings());

        assertThat(runtime.jacksonModules())
                .extracting(JacksonModule::getModuleName)
                .contains("own");
    }

    @Test
    void aPlainFutureIsWaitedForAndItsFailureIsTheTasks() throws Throwable {
        runtime.start(settings());

        assertThat(bind("later", "java.lang.String").invoke(new Object[] {"text"}))
                .isEqualTo("text");
        BoundCall failing = bind("failing");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> failing.invoke(new Object[0]))
                .withMessage("in the future");
    }

    @Test
    void aMethodsOwnExceptionIsTheTasks() throws Exception {
        runtime.start(settings());
        BoundCall call = bind("refuse");

        assertThat(call.resultType()).isEqualTo(void.class);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> call.invoke(new Object[0]))
                .withMessage("at once");
    }

    @Test
    void whatCannotBeBoundSaysWhatThereIs() throws Exception {
        runtime.start(settings());

        assertCannotBind(
                "gone#" + GREETER + "#greet()", "no bean \"gone\"", "it has [greeter]", "asynccpu.worker.sources");
        assertCannotBind("gone#com.acme.Gone#greet()", "no bean \"gone\"", "no class com.acme.Gone");
        assertCannotBind("greeter#com.acme.Other#greet()", "is a " + GREETER, "not a com.acme.Other");
        assertCannotBind("greeter#" + GREETER + "#greet(int)", "greet(int)", "it has [", "refuse()", "same version");
    }

    @Test
    void aContextThatFailsToStartSaysWhy() {
        Map<String, String> settings = settings(List.of(Broken.class));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> runtime.start(settings))
                .withMessageContaining("did not start in the worker")
                .withMessageEndingWith("Root cause: java.lang.ArithmeticException: the license has expired");
    }

    @Test
    void aLifecycleBeanThatThePoolNamesRuns() throws Exception {
        Map<String, String> settings = settings("--greeting.word=Hello");
        settings.putAll(new WorkerRole("images", List.of("pulse")).settings());
        EVENTS.clear();

        runtime.start(settings);

        assertThat(EVENTS).containsExactly("initializer of main", "lifecycle");
        assertThat(context().getBean(TestApplication.Pulse.class).isRunning()).isTrue();
    }

    @Test
    void aLifecycleBeanThatIsMissingIsAFailedStart() {
        Map<String, String> settings = settings();
        settings.putAll(new WorkerRole("images", List.of("gone")).settings());

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> runtime.start(settings))
                .withMessageContaining("did not start in the worker")
                .withMessageContaining("'asynccpu.worker.lifecycle-beans' of pool \"images\" names \"gone\"");
    }

    @Test
    void configurersAndThenListenersAreCalledBeforeTheFirstTask() throws Exception {
        Map<String, String> settings = settings(List.of(Prepared.class));
        settings.putAll(new WorkerRole("images", List.of()).settings());
        EVENTS.clear();

        runtime.start(settings);
        assertThat(EVENTS).containsExactly("first", "second", "ready for images");

        runtime.close();
        assertThat(EVENTS).endsWith("stopping, and the context is there", "context closes");
    }

    @Test
    void aConfigurerThatFailsIsAFailedStart() {
        Map<String, String> settings = settings(List.of(Unprepared.class));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> runtime.start(settings))
                .withMessageContaining("did not start in the worker")
                .withMessageContaining("no such provider");
    }

    @Test
    void aMainThatRunsNoApplicationIsAFailedStartInMain() {
        List<String> steps = new ArrayList<>();
        Map<String, String> settings = child(Idle.class, TestApplication.App.class);

        assertThatExceptionOfType(QuietRun.NotRunException.class)
                .isThrownBy(() -> runtime.start(settings, steps::add))
                .withMessage("it returned without running it");
        assertThat(steps).containsExactly("main");
    }

    @Test
    void aMainThatMakesSomethingElseOfAFailureIsNoFailure() throws Exception {
        List<String> steps = new ArrayList<>();

        runtime.start(child(Hiding.class, TestApplication.Small.class), steps::add);

        assertThat(context().containsBean("greeter")).isTrue();
        assertThat(steps).containsExactly("main", "application");
    }

    @Test
    void anotherApplicationThatMainRunsFirstIsNotTaken() throws Exception {
        runtime.start(child(Second.class, TestApplication.Small.class));

        assertThat(context().containsBean("greeter")).isTrue();
        assertThat(context().getParent()).isNotNull();
    }

    static final class Broken implements BeanFactoryPostProcessor {

        Broken() {
            throw new ArithmeticException("the license has expired");
        }

        @Override
        public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Prepared {

        @Bean
        @Order(2)
        WorkerConfigurer second() {
            return () -> EVENTS.add("second");
        }

        @Bean
        @Order(1)
        WorkerConfigurer first() {
            return () -> EVENTS.add("first");
        }

        @EventListener
        void ready(ProcessWorkerReadyEvent event) {
            EVENTS.add("ready for " + event.getPool());
        }

        @EventListener
        void stopping(ProcessWorkerStoppingEvent event) {
            boolean there = ((ConfigurableApplicationContext) event.getApplicationContext()).isActive();
            EVENTS.add("stopping, and the context is " + (there ? "there" : "gone"));
        }

        @EventListener
        void closed(ContextClosedEvent event) {
            EVENTS.add("context closes");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Unprepared {

        @Bean
        WorkerConfigurer failing() {
            return () -> {
                throw new NoSuchProviderException("no such provider");
            };
        }
    }

    @Test
    void anApplicationWithFewerSourcesIsAnother() throws Exception {
        List<String> sources = List.of(Second.Parent.class.getName(), TestApplication.Small.class.getName());
        ChildSettings.Main main = new ChildSettings.Main(
                CommonFirst.class.getName(),
                List.of(),
                new ChildSettings.RunSelector(sources, true, 0),
                Duration.ofSeconds(5));

        runtime.start(settings(main, null, List.of(), Second.Parent.class, TestApplication.Small.class)
                .toMap());

        assertThat(property("of")).isEqualTo("both");
    }

    @Test
    void anotherTenantsApplicationIsAnother() throws Exception {
        List<String> sources = List.of(TestApplication.Small.class.getName());
        ChildSettings.Main main = new ChildSettings.Main(
                Tenants.class.getName(),
                List.of(),
                new ChildSettings.RunSelector(sources, false, 0),
                Duration.ofSeconds(5));

        runtime.start(settings(main, null, List.of("--tenant=2"), TestApplication.Small.class)
                .toMap());

        assertThat(property("tenant")).isEqualTo("2");
    }

    @Test
    void withoutMainAParentContextMayHaveTheSameSources() throws Exception {
        ChildSettings parent = directly(null, List.of("--of=parent"), Runs.class);

        runtime.start(directly(parent, List.of("--of=child"), Runs.class).toMap());

        assertThat(property("of")).isEqualTo("child");
        assertThat(context().getParent()).isNotNull();
    }

    @Test
    void withoutMainAParentContextsRunnersDoNotRun() throws Exception {
        ChildSettings parent = directly(null, List.of(), Runs.class);

        runtime.start(directly(parent, List.of(), TestApplication.Small.class).toMap());

        assertThat(EVENTS).doesNotContain("runner");
    }

    static final class Idle {

        private Idle() {}

        public static void main(String[] args) {
            EVENTS.add("idle");
        }
    }

    static final class Hiding {

        private Hiding() {}

        public static void main(String[] args) {
            try {
                SpringApplication.run(TestApplication.Small.class, args);
            } catch (RuntimeException e) {
                throw new IllegalStateException("could not start", e);
            }
        }
    }

    static final class Second {

        private Second() {}

        public static void main(String[] args) {
            new SpringApplicationBuilder(Parent.class)
                    .child(TestApplication.Small.class)
                    .run(args);
        }

        static final class Parent {}
    }

    static final class CommonFirst {

        private CommonFirst() {}

        public static void main(String[] args) {
            SpringApplication.run(Second.Parent.class, "--of=common").close();
            SpringApplication.run(
                    new Class<?>[] {Second.Parent.class, TestApplication.Small.class}, new String[] {"--of=both"});
        }
    }

    static final class Tenants {

        private Tenants() {}

        public static void main(String[] args) {
            for (String tenant : List.of("1", "2")) {
                SpringApplication.run(TestApplication.Small.class, "--tenant=" + tenant);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Runs {

        @Bean
        CommandLineRunner runner() {
            return args -> EVENTS.add("runner");
        }
    }

    private static ChildSettings directly(ChildSettings parent, List<String> arguments, Class<?>... sources) {
        return settings(null, parent, arguments, sources);
    }

    private static ChildSettings settings(
            ChildSettings.Main main, ChildSettings parent, List<String> arguments, Class<?>... sources) {
        return new ChildSettings(
                main,
                ApplicationParts.NONE,
                parent,
                Arrays.stream(sources).map(Class::getName).toList(),
                List.of(),
                arguments,
                List.of(),
                List.of(),
                Map.of());
    }

    private Map<String, String> child(Class<?> main, Class<?> source) {
        ChildSettings.RunSelector selector = new ChildSettings.RunSelector(List.of(source.getName()), true, 0);
        return settings(
                        new ChildSettings.Main(main.getName(), List.of(), selector, Duration.ofSeconds(5)),
                        null,
                        List.of(),
                        source)
                .toMap();
    }

    private void assertCannotBind(String target, String... parts) {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> runtime.bind(target))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private BoundCall bind(String method, String... types) throws Exception {
        return runtime.bind(new MethodTarget("greeter", GREETER, method, List.of(types)).toString());
    }

    private String property(String key) {
        return context().getEnvironment().getProperty(key);
    }

    private ConfigurableApplicationContext context() {
        return runtime.started();
    }

    private static Map<String, String> settings(String... arguments) {
        return settings(List.of(), arguments);
    }

    /** Runs the application as a parent and takes what it would give to a child. */
    private static Map<String, String> settings(List<Class<?>> sources, String... arguments) {
        ConfigurableApplicationContext[] parent = new ConfigurableApplicationContext[1];
        SpringApplication.withHook(
                application -> new SpringApplicationRunListener() {
                    @Override
                    public void ready(ConfigurableApplicationContext context, Duration timeTaken) {
                        parent[0] = context;
                    }
                },
                () -> TestApplication.main(arguments));
        try (ConfigurableApplicationContext context = parent[0]) {
            return new HashMap<>(context.getBean(ChildApplication.class).settings(sources));
        }
    }
}
