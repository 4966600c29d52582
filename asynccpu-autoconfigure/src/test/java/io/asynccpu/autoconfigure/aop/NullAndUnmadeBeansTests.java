package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.autoconfigure.aop.NoThirdWayTests.Hiding;
import io.asynccpu.autoconfigure.aop.NoThirdWayTests.Plain;
import io.asynccpu.autoconfigure.aop.NoThirdWayTests.Service;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.PriorityOrdered;

/** A start neither fails for annotated beans that are null nor makes what a factory bean has not been asked for. */
@Timeout(120)
@LeavesNoChild
class NullAndUnmadeBeansTests {

    static class Nothing implements FactoryBean<Service> {
        @Override
        public Service getObject() {
            return null;
        }

        @Override
        public Class<?> getObjectType() {
            return Service.class;
        }
    }

    static class Nulls {
        @Bean
        Service ofAMethod() {
            return null;
        }

        @Bean
        Nothing ofAFactoryBean() {
            return new Nothing();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Nulls.class)
    static class WithNulls {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @Import(Nulls.class)
    static class WithNullsAndNoPools {}

    static class Products implements FactoryBean<Plain> {
        private final AtomicInteger made = new AtomicInteger();

        @Override
        public Plain getObject() {
            made.incrementAndGet();
            return new Service();
        }

        @Override
        public Class<?> getObjectType() {
            return Service.class;
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Unmade {
        @Bean
        Products product() {
            return new Products();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Unmade.class, Hiding.class})
    static class Hidden {}

    /** Before all other post-processors. */
    static class VeryEarly implements BeanFactoryPostProcessor, PriorityOrdered {
        @Override
        public int getOrder() {
            return LOWEST_PRECEDENCE;
        }

        @Override
        public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
            beanFactory.getBeansOfType(Plain.class);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Products.class, VeryEarly.class})
    static class TooEarly {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Nothing.class, VeryEarly.class})
    static class NullTooEarly {}

    @ParameterizedTest
    @ValueSource(classes = {WithNulls.class, WithNullsAndNoPools.class, NullTooEarly.class})
    void beansThatAreNull(Class<?> source) {
        try (ConfigurableApplicationContext context = SpringApplication.run(source)) {
            assertThat(context.getBeanProvider(Service.class).stream()).isEmpty();
        }
    }

    @Test
    void aProductIsMadeWhenItIsAskedForAndRunsInAChild() throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(Unmade.class, "--asynccpu.max-workers=1")) {
            assertThat(context.getBean(Products.class).made).hasValue(0);
            assertThat(context.getBean("product", Plain.class).pid().get())
                    .isNotEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void aProductThatAnEarlierPostProcessorHidesIsRefusedWhenItIsMade() {
        try (ConfigurableApplicationContext context = SpringApplication.run(Hidden.class)) {
            assertThat(Refusals.of(() -> context.getBean("product")))
                    .containsPattern("Bean 'product', method .*Service.pid: callers get a .*\\$Proxy");
        }
    }

    @Test
    void aProductThatWasMadeBeforeItCouldGetAProxyIsRefused() {
        assertThat(Refusals.of(() -> SpringApplication.run(TooEarly.class)))
                .contains("Service.pid: its bean was made before it could get a proxy");
    }
}
