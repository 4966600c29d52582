package io.asynccpu.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.javapoet.ClassName;

/** The module as an application gets it: by its imports file, beside all of Boot's own. */
class AutoConfigurationImportsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withPropertyValues("management.endpoints.web.exposure.include=*");

    @Test
    void everythingIsThere() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .hasBean("processTaskExecutor")
                .hasBean("asynccpuCallbackExecutor")
                .hasBean("processAsyncBeanPostProcessor")
                .hasBean("asynccpuHealthContributor")
                .hasBean("asynccpuEndpoint")
                .hasBean("asynccpuPoolMetrics")
                .hasBean("applicationTaskExecutor"));
    }

    @Test
    void withoutActuatorAndHealthTheRestIsThere() {
        new ApplicationContextRunner()
                .withUserConfiguration(OnlyOurs.class)
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("processTaskExecutor")
                        .hasBean("processAsyncBeanPostProcessor")
                        .doesNotHaveBean("asynccpuHealthContributor")
                        .doesNotHaveBean("asynccpuEndpoint"));
    }

    @Test
    void withoutMicrometerAndSpringSecurityTheRestIsThere() {
        new ApplicationContextRunner()
                .withUserConfiguration(OnlyOurs.class)
                .withPropertyValues("asynccpu.propagate-security-context=true", "asynccpu.context-keys=tenant")
                .withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.security"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("processTaskExecutor")
                        .hasBean("asynccpuLocaleCarrier")
                        .doesNotHaveBean("asynccpuObservationCarrier")
                        .doesNotHaveBean("asynccpuSecurityContextCarrier")
                        .doesNotHaveBean("asynccpuContextKey.tenant")
                        .doesNotHaveBean("asynccpuPoolMetrics"));
    }

    @Test
    void withoutARegistryNothingIsMeasured() {
        new ApplicationContextRunner().withUserConfiguration(OnlyOurs.class).run(context -> assertThat(context)
                .hasNotFailed()
                .hasBean("processTaskExecutor")
                .doesNotHaveBean("asynccpuPoolMetrics")
                .doesNotHaveBean("asynccpuTaskTimers"));
    }

    @Test
    void thePrincipalAndThreadLocalsGoAlongOnlyIfTheyAreAskedFor() {
        runner.run(context -> assertThat(context)
                .hasBean("asynccpuObservationCarrier")
                .doesNotHaveBean("asynccpuSecurityContextCarrier"));
        runner.withPropertyValues(
                        "asynccpu.propagate-security-context=true",
                        "asynccpu.context-keys=a,b.c,micrometer.observation")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("asynccpuSecurityContextCarrier")
                        .hasBean("asynccpuContextKey.a")
                        .hasBean("asynccpuContextKey.b.c")
                        .doesNotHaveBean("asynccpuContextKey.micrometer.observation"));
    }

    @Test
    void inAWorkerOnlyTheExecutorsAndWhatGoesAlongAreThere() {
        runner.withPropertyValues("asynccpu.worker.active=true").run(context -> assertThat(context)
                .hasNotFailed()
                .hasBean("asynccpuLocaleCarrier")
                .hasBean("asynccpuObservationCarrier")
                .hasBean("processTaskExecutor")
                .hasBean("asynccpuCallbackExecutor")
                .doesNotHaveBean("processAsyncBeanPostProcessor")
                .doesNotHaveBean("asynccpuHealthContributor")
                .doesNotHaveBean("asynccpuEndpoint")
                .doesNotHaveBean("asynccpuPoolMetrics"));
    }

    @Test
    void everythingCanBeProcessedAheadOfTime() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.register(OnlyOurs.class);
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "test",
                            Map.of("asynccpu.pools.images.max-workers", "1", "asynccpu.context-keys", "tenant")));
            InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
            DefaultGenerationContext generation = new DefaultGenerationContext(
                    new ClassNameGenerator(ClassName.get("io.asynccpu.test", "Generated")), files);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
            assertThat(files.getGeneratedFiles(Kind.SOURCE).values())
                    .anySatisfy(file ->
                            assertThat(file.getInputStream()).asString(UTF_8).contains("imagesProcessTaskExecutor"));
            assertThat(files.getGeneratedFiles(Kind.SOURCE).values())
                    .anySatisfy(file ->
                            assertThat(file.getInputStream()).asString(UTF_8).contains("asynccpuContextKey.tenant"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    /** Filtered by their class conditions, as all are; Boot's own for the hidden modules would not be without them. */
    @Configuration(proxyBeanMethods = false)
    @Import(OurImports.class)
    static class OnlyOurs {}

    static class OurImports extends AutoConfigurationImportSelector {

        @Override
        protected Class<?> getAnnotationClass() {
            return Import.class;
        }

        @Override
        protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
            return new AnnotationAttributes(Map.of("exclude", new String[0], "excludeName", new String[0]));
        }

        @Override
        protected List<String> getCandidateConfigurations(
                AnnotationMetadata metadata, AnnotationAttributes attributes) {
            List<String> candidates = super.getCandidateConfigurations(metadata, attributes);
            return new ArrayList<>(candidates.stream()
                    .filter(name -> name.startsWith("io.asynccpu."))
                    .toList());
        }
    }
}
