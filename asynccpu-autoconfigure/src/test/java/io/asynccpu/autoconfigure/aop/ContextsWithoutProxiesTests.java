package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import io.asynccpu.autoconfigure.LeavesNoChild;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** In a family of contexts an annotated method runs in a child, or the context that would call it in place does not start. */
@Timeout(120)
@LeavesNoChild
class ContextsWithoutProxiesTests {

    private static final String ONE_WORKER = "--asynccpu.max-workers=1";

    interface Plain {
        CompletableFuture<Long> pid();
    }

    static class Service implements Plain {
        @Override
        @ProcessAsync
        public CompletableFuture<Long> pid() {
            return CompletableFuture.completedFuture(ProcessHandle.current().pid());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Bare {
        @Bean
        Service bare() {
            return new Service();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyBare {
        @Bean
        @Lazy
        Plain bare() {
            return new Service();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Upper {
        @Bean
        Service upper() {
            return new Service();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Lower {
        @Bean
        Service lower() {
            return new Service();
        }
    }

    private static SpringApplicationBuilder application(Class<?> source) {
        return new SpringApplicationBuilder(source);
    }

    private static AnnotationConfigApplicationContext madeByHand(ApplicationContext parent, Class<?>... sources) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.setParent(parent);
        context.register(sources);
        return context;
    }

    private static ApplicationContext refreshed(AnnotationConfigApplicationContext context) {
        context.refresh();
        return context;
    }

    private static void inAChild(ApplicationContext context, String beanName) throws Exception {
        assertThat(context.getBean(beanName, Service.class).pid().get())
                .isNotEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void eachContextOfAHierarchyHasItsOwnPoolAndItsMethodsRunThere() throws Exception {
        try (ConfigurableApplicationContext lower =
                application(Upper.class).child(Lower.class).run(ONE_WORKER)) {
            inAChild(lower, "upper");
            inAChild(lower, "lower");
            ConfigurableApplicationContext upper = (ConfigurableApplicationContext) lower.getParent();
            assertThat(upper.getBean("processTaskExecutor")).isNotSameAs(lower.getBean("processTaskExecutor"));
            upper.close();
        }
    }

    @Test
    void aParentWithoutTheAutoConfigurationIsRefused() {
        assertThat(Refusals.of(() -> application(Bare.class).child(Lower.class).run()))
                .contains("Bean 'bare' of the context 'application', method ContextsWithoutProxiesTests.Service.pid: it"
                        + " would run in its caller's thread")
                .contains("@EnableAutoConfiguration");
    }

    @Test
    void aParentThatWasMadeByHandBeforeIsRefused() {
        try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Bare.class)) {
            assertThat(Refusals.of(() -> application(Lower.class).parent(parent).run()))
                    .contains("Bean 'bare' of the context '" + parent.getId())
                    .contains("no child could make it; move the bean to a context that a SpringApplication makes");
        }
    }

    @Test
    void aLazyBeanOfSuchAParentIsRefusedWhenItIsMade() {
        try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(LazyBare.class);
                ConfigurableApplicationContext child =
                        application(Lower.class).parent(parent).run()) {
            assertThat(Refusals.of(() -> child.getBean("bare"))).contains("Bean 'bare' of class");
        }
    }

    @Test
    void aChildContextThatIsMadeByHandLaterIsRefused() {
        try (ConfigurableApplicationContext parent = application(Lower.class).run();
                AnnotationConfigApplicationContext child = madeByHand(parent, Bare.class);
                AnnotationConfigApplicationContext lazy = madeByHand(parent, LazyBare.class)) {
            assertThat(Refusals.of(() -> refreshed(child))).contains("Bean 'bare' of the context '" + child.getId());
            assertThat(child.isActive()).isFalse();
            lazy.refresh();
            assertThat(Refusals.of(() -> lazy.getBean("bare"))).contains("Bean 'bare' of class");
        }
    }

    /** A child of the pool would make the parent context and find no such bean there. */
    @Test
    void aContextThatIsMadeByHandIsRefusedWithTheAutoConfigurationToo() {
        try (ConfigurableApplicationContext parent = application(Lower.class).run();
                AnnotationConfigApplicationContext child =
                        madeByHand(parent, Bare.class, AsyncCpuAutoConfiguration.class)) {
            assertThat(Refusals.of(() -> refreshed(child)))
                    .contains("Bean 'bare', method", "this context was not made by a SpringApplication");
        }
    }

    @Test
    void anApplicationWithoutTheAutoConfigurationIsRefused() {
        assertThat(Refusals.of(() -> application(Bare.class).run()))
                .contains("Bean 'bare' of the context 'application'");
    }

    @Test
    void whereItIsSwitchedOffTheMethodsRunInPlace() throws Exception {
        try (ConfigurableApplicationContext context =
                application(Bare.class).child(Lower.class).run("--asynccpu.enabled=false")) {
            assertThat(context.getBean("bare", Service.class).pid().get())
                    .isEqualTo(ProcessHandle.current().pid());
        }
    }
}
