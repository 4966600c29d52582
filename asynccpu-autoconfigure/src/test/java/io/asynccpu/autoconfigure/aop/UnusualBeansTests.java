package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.autoconfigure.LeavesNoChild;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.Advisor;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.RootClassFilter;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.context.annotation.Role;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.samples.asynccpu.SampleService;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** Beans that come into being in ways of their own: their annotated methods run in a child, too. */
@Timeout(120)
@LeavesNoChild
@SpringBootTest(classes = UnusualBeansTests.Application.class, properties = "asynccpu.max-workers=1")
@DirtiesContext
class UnusualBeansTests {

    interface Plain {
        CompletableFuture<Long> pid();
    }

    interface Annotated {
        @ProcessAsync
        CompletableFuture<Long> pid();
    }

    static class Service implements Plain {
        @Override
        @ProcessAsync
        public CompletableFuture<Long> pid() {
            return CompletableFuture.completedFuture(ProcessHandle.current().pid());
        }
    }

    /** Defined before the factory bean. What it needs is looked for by type, since there is no bean of that name. */
    static class Needed extends Service {
        Needed(Environment lookedFor) {
            assertThat(lookedFor).isNotNull();
        }
    }

    static class Product extends Service {
        private final Needed needed;

        Product(Needed needed) {
            this.needed = needed;
        }

        @Override
        public CompletableFuture<Long> pid() {
            return needed.pid();
        }
    }

    /** A product whose type only the factory bean knows. */
    static class Products implements FactoryBean<Object> {
        private final Needed needed;

        Products(Needed needed) {
            this.needed = needed;
        }

        @Override
        public Object getObject() {
            return new Product(needed);
        }

        @Override
        public Class<?> getObjectType() {
            return Product.class;
        }

        @ProcessAsync
        public CompletableFuture<Long> ownPid() {
            return CompletableFuture.completedFuture(ProcessHandle.current().pid());
        }
    }

    static class OfAPostProcessor extends Service {}

    static class Impatient implements BeanPostProcessor, PriorityOrdered {
        Impatient(@Qualifier("ofAPostProcessor") Service service) {
            assertThat(service).isNotNull();
        }

        @Override
        public int getOrder() {
            return 0;
        }
    }

    static class OfAFactoryPostProcessor extends Service {}

    static class AnnotatedPostProcessor extends Service implements BeanPostProcessor, PriorityOrdered {
        @Override
        public int getOrder() {
            return 0;
        }
    }

    static class Hidden extends Service {}

    interface Generic<A> {
        CompletableFuture<Long> pidFor(A argument);
    }

    static class OfGenericInterface implements Generic<List<String>> {
        @Override
        @ProcessAsync
        public CompletableFuture<Long> pidFor(List<String> argument) {
            return CompletableFuture.completedFuture(ProcessHandle.current().pid());
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableTransactionManagement
    @Import({
        Needed.class,
        Products.class,
        AnnotatedPostProcessor.class,
        OfAFactoryPostProcessor.class,
        SampleService.class
    })
    static class Application {

        @ProcessAsync
        public CompletableFuture<Long> ofTheApplication() {
            return CompletableFuture.completedFuture(ProcessHandle.current().pid());
        }

        @Bean
        Annotated lambda() {
            return () ->
                    CompletableFuture.completedFuture(ProcessHandle.current().pid());
        }

        @Bean
        @Lazy
        Plain lazyBehindAnInterface() {
            return new Service();
        }

        @Bean
        @Scope(value = "singleton", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Service scoped() {
            return new Service();
        }

        @Bean
        Service ofAPostProcessor() {
            return new OfAPostProcessor();
        }

        @Bean
        static Impatient impatient(@Qualifier("ofAPostProcessor") Service service) {
            return new Impatient(service);
        }

        @Bean
        static BeanFactoryPostProcessor needsABean() {
            return beanFactory -> beanFactory.getBean(OfAFactoryPostProcessor.class);
        }

        @Bean
        Plain hidden() {
            return new Hidden();
        }

        /** Comes after the post-processor of {@code @ProcessAsync} and hides its proxy. */
        @Bean
        static BeanPostProcessor hiding() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String beanName) {
                    return bean instanceof Hidden
                            ? Proxy.newProxyInstance(
                                    Plain.class.getClassLoader(),
                                    new Class<?>[] {Plain.class},
                                    (proxy, method, arguments) -> method.invoke(bean, arguments))
                            : bean;
                }
            };
        }

        @Bean
        @Proxyable(ProxyType.INTERFACES)
        Generic<List<String>> generic() {
            return new OfGenericInterface();
        }

        /** So that the bean above is behind a proxy of its interfaces in the child, too. */
        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static Advisor advisor() {
            StaticMethodMatcherPointcut pointcut = new StaticMethodMatcherPointcut() {
                @Override
                public boolean matches(java.lang.reflect.Method method, Class<?> targetClass) {
                    return method.getName().equals("pidFor");
                }
            };
            pointcut.setClassFilter(new RootClassFilter(OfGenericInterface.class));
            return new DefaultPointcutAdvisor(pointcut, (MethodInterceptor) invocation -> invocation.proceed());
        }
    }

    @Autowired
    private ApplicationContext context;

    private static void inAChild(CompletableFuture<Long> pid) throws Exception {
        assertThat(pid.get()).isNotEqualTo(ProcessHandle.current().pid());
    }

    @ParameterizedTest
    @ValueSource(classes = {Needed.class, Product.class})
    void theProductOfAFactoryBeanAndWhatThatNeeds(Class<? extends Service> type) throws Exception {
        inAChild(context.getBean(type).pid());
    }

    @Test
    void theFactoryBeanItself() throws Exception {
        inAChild(context.getBean(Products.class).ownPid());
    }

    @ParameterizedTest
    @ValueSource(classes = {OfAPostProcessor.class, OfAFactoryPostProcessor.class, AnnotatedPostProcessor.class})
    void aPostProcessorAndWhatOneNeeds(Class<? extends Service> type) throws Exception {
        inAChild(context.getBean(type).pid());
    }

    @Test
    void aLambda() throws Exception {
        inAChild(context.getBean(Annotated.class).pid());
    }

    @Test
    void aLazyBeanOfWhichOnlyAnInterfaceIsKnownBefore() throws Exception {
        inAChild(context.getBean("lazyBehindAnInterface", Plain.class).pid());
    }

    @Test
    void aBeanThatAnotherPostProcessorHides() throws Exception {
        inAChild(context.getBean("hidden", Plain.class).pid());
    }

    @Test
    @SuppressWarnings("unchecked")
    void aGenericInterfaceBehindProxiesOnBothSides() throws Exception {
        Generic<List<String>> generic = context.getBean("generic", Generic.class);
        assertThat(AopUtils.isJdkDynamicProxy(generic)).isTrue();
        inAChild(generic.pidFor(List.of("argument")));
    }

    @Test
    void aSingletonBehindAScopedProxy() throws Exception {
        Service scoped = context.getBean("scoped", Service.class);
        assertThat(scoped).isInstanceOf(ScopedObject.class);
        inAChild(scoped.pid());
    }

    @Test
    void aConfigurationClass() throws Exception {
        inAChild(context.getBean(Application.class).ofTheApplication());
    }

    @Test
    void anAnnotatedClassInAPackageOfSpringsSamples() throws Exception {
        inAChild(context.getBean(SampleService.class).pid());
    }
}
