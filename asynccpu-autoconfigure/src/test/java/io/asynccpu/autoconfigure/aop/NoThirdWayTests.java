package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.autoconfigure.LeavesNoChild;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.PriorityOrdered;

/** What can run neither in a child nor be seen to by a proxy is refused, at the start or when the bean is made. */
@Timeout(120)
@LeavesNoChild
class NoThirdWayTests {

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

    static final class FinalService implements Plain {
        @Override
        @ProcessAsync
        public CompletableFuture<Long> pid() {
            return CompletableFuture.completedFuture(ProcessHandle.current().pid());
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Empty {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Service.class)
    static class TooEarly {
        @Bean
        static VeryEarly veryEarly() {
            return new VeryEarly();
        }
    }

    /** Before all other post-processors. */
    static class VeryEarly implements BeanFactoryPostProcessor, PriorityOrdered {
        @Override
        public int getOrder() {
            return LOWEST_PRECEDENCE;
        }

        @Override
        public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
            beanFactory.getBean(Service.class);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Hidden {
        @Bean
        Plain hidden() {
            return new Service();
        }

        @Bean
        static Hiding hiding() {
            return new Hiding();
        }
    }

    static class Hiding implements BeanPostProcessor, PriorityOrdered {
        @Override
        public int getOrder() {
            return 0;
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            return bean instanceof Service
                    ? Proxy.newProxyInstance(
                            Plain.class.getClassLoader(),
                            new Class<?>[] {Plain.class},
                            (proxy, method, arguments) -> method.invoke(bean, arguments))
                    : bean;
        }
    }

    static class Infrastructure extends Service implements AopInfrastructureBean {}

    static class NotInTheInterface extends Service {
        @ProcessAsync
        public CompletableFuture<Long> another() {
            return pid();
        }
    }

    static class Holder {
        private Object held = this;

        Object getHeld() {
            return held;
        }

        public void setHeld(Object held) {
            this.held = held;
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Late {
        @Bean
        @Lazy
        Plain ofAFinalClass() {
            return new FinalService();
        }

        @Bean
        @Scope("prototype")
        Plain prototype() {
            return new Service();
        }

        @Bean
        FactoryBean<?> products() {
            return new FactoryBean<>() {
                @Override
                public Object getObject() {
                    return new Service();
                }

                @Override
                public Class<?> getObjectType() {
                    return null;
                }

                @Override
                public boolean isSingleton() {
                    return false;
                }
            };
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Scoped {
        @Bean
        @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Service scoped() {
            return new Service();
        }
    }

    private static String refusal(Class<?> source, String... arguments) {
        return Refusals.of(() -> SpringApplication.run(source, arguments));
    }

    private static void define(ConfigurableApplicationContext context, String name, RootBeanDefinition definition) {
        ((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition(name, definition);
    }

    private static SpringApplication empty(
            org.springframework.context.ApplicationContextInitializer<ConfigurableApplicationContext> initializer) {
        SpringApplication application = new SpringApplication(Empty.class);
        application.addInitializers(initializer);
        return application;
    }

    @Test
    void anObjectThatWasRegisteredAsItIs() {
        SpringApplication application =
                empty(context -> context.getBeanFactory().registerSingleton("object", new Service()));
        assertThat(Refusals.of(() -> application.run()))
                .contains("Bean 'object', method NoThirdWayTests.Service.pid: its bean was registered as an object");
    }

    @Test
    void aBeanThatWasMadeBeforeItCouldGetAProxy() {
        assertThat(refusal(TooEarly.class)).contains("Service.pid: its bean was made before it could get a proxy");
    }

    @Test
    void aBeanThatAnEarlierPostProcessorHides() {
        assertThat(refusal(Hidden.class))
                .containsPattern("Bean 'hidden', method .*Service.pid: callers get a .*\\$Proxy");
    }

    @Test
    void aBeanThatIsNeverProxied() {
        SpringApplication application =
                empty(context -> define(context, "infrastructure", new RootBeanDefinition(Infrastructure.class)));
        assertThat(Refusals.of(() -> application.run())).contains("implement AopInfrastructureBean");
    }

    @Test
    void aMethodThatNoInterfaceOfAProxyOfInterfacesHas() {
        SpringApplication application =
                empty(context -> define(context, "another", new RootBeanDefinition(NotInTheInterface.class)));
        assertThat(Refusals.of(() -> application.run("--spring.aop.proxy-target-class=false")))
                .contains("NotInTheInterface.another: callers get a proxy of the bean's interfaces")
                .doesNotContain("NotInTheInterface.pid:");
    }

    @Test
    void theTargetOfAScopedProxyThatIsNoSingleton() {
        assertThat(refusal(Scoped.class))
                .contains("Bean 'scopedTarget.scoped', method NoThirdWayTests.Service.pid: its bean is no singleton")
                .doesNotContain("Bean 'scoped'");
    }

    @Test
    void anInnerBean() {
        SpringApplication application = empty(context -> {
            RootBeanDefinition holder = new RootBeanDefinition(Holder.class);
            holder.getPropertyValues().add("held", new RootBeanDefinition(Service.class));
            define(context, "holder", holder);
        });
        assertThat(Refusals.of(() -> application.run())).contains("of class NoThirdWayTests.Service: it is no bean");
    }

    @Test
    void whatIsMadeAfterTheStartAndCannotWorkIsRefusedThen() {
        try (ConfigurableApplicationContext context = SpringApplication.run(Late.class)) {
            assertThat(Refusals.of(() -> context.getBean("ofAFinalClass"))).contains("its class is final");
            assertThat(Refusals.of(() -> context.getBean("prototype"))).contains("its bean is no singleton");
            assertThat(Refusals.of(() -> context.getBean("products"))).contains("its bean is no singleton");
            assertThat(Refusals.of(() -> context.getAutowireCapableBeanFactory().createBean(Service.class)))
                    .contains("it is no bean of its own");
            assertThat(Refusals.of(
                            () -> context.getAutowireCapableBeanFactory().initializeBean(new Service(), "initialized")))
                    .contains("it is no bean of its own");
        }
    }

    @Test
    void lazyInitializationHidesNoFault() {
        assertThat(refusal(TooEarly.class, "--spring.main.lazy-initialization=true"))
                .contains("its bean was made before it could get a proxy");
        SpringApplication application =
                empty(context -> define(context, "final", new RootBeanDefinition(FinalService.class)));
        assertThat(Refusals.of(() -> application.run("--spring.main.lazy-initialization=true")))
                .contains("its class is final");
    }
}
