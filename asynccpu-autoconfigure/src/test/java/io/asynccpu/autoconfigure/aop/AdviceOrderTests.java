package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.autoconfigure.LeavesNoChild;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.constraints.Min;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.context.annotation.Role;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.validation.annotation.Validated;

/** Each advice of an annotated method runs once, on the side where it belongs, with both kinds of proxy. */
@Timeout(120)
@LeavesNoChild
@SpringBootTest(
        classes = AdviceOrderTests.Application.class,
        properties = {
            "asynccpu.max-workers=1",
            "asynccpu.pools.wide.max-workers=1",
            "asynccpu.pools.wide.threads-per-worker=2"
        })
@DirtiesContext
class AdviceOrderTests {

    /** What happened in this JVM. */
    static final List<String> EVENTS = Collections.synchronizedList(new ArrayList<>());

    static final AtomicInteger CALLS = new AtomicInteger();
    static final Exchanger<String> MEETING = new Exchanger<>();

    interface Service {

        CompletableFuture<List<String>> events();

        CompletableFuture<List<String>> eventsBefore();

        CompletableFuture<Integer> positive(@Min(1) int number);

        // Spring finds these two on the method that is called, so with a proxy of interfaces there only.
        @Retryable(maxRetries = 2, delay = 0)
        CompletableFuture<Integer> retried();

        @ConcurrencyLimit(1)
        CompletableFuture<Boolean> limited();

        CompletableFuture<Boolean> unlimited();

        CompletableFuture<Integer> cached(String key);

        CompletableFuture<Void> evict(String key);

        CompletableFuture<String> forAdmins();

        List<String> inTheParent();
    }

    @Validated
    static class ByClass implements Service {

        @Override
        @ProcessAsync
        @Transactional
        public CompletableFuture<List<String>> events() {
            EVENTS.add("method in a transaction: " + TransactionSynchronizationManager.isActualTransactionActive());
            return CompletableFuture.completedFuture(List.copyOf(EVENTS));
        }

        @Override
        @ProcessAsync
        public CompletableFuture<List<String>> eventsBefore() {
            List<String> events = List.copyOf(EVENTS);
            EVENTS.clear();
            return CompletableFuture.completedFuture(events);
        }

        @Override
        @ProcessAsync
        public CompletableFuture<Integer> positive(int number) {
            return CompletableFuture.completedFuture(number);
        }

        @Override
        @ProcessAsync
        public CompletableFuture<Integer> retried() {
            int call = CALLS.incrementAndGet();
            if (call % 3 != 0) {
                throw new IllegalStateException("call " + call);
            }
            return CompletableFuture.completedFuture(TaskContext.current().attempt());
        }

        @Override
        @ProcessAsync("wide")
        public CompletableFuture<Boolean> limited() {
            return CompletableFuture.completedFuture(meetsAnother(500));
        }

        @Override
        @ProcessAsync("wide")
        public CompletableFuture<Boolean> unlimited() {
            return CompletableFuture.completedFuture(meetsAnother(60_000));
        }

        private static boolean meetsAnother(long millis) {
            try {
                MEETING.exchange("here", millis, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException alone) {
                return false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        @ProcessAsync
        @Cacheable("calls")
        public CompletableFuture<Integer> cached(String key) {
            return CompletableFuture.completedFuture(CALLS.incrementAndGet());
        }

        @Override
        @ProcessAsync
        @CacheEvict("calls")
        public CompletableFuture<Void> evict(String key) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        @ProcessAsync
        @PreAuthorize("hasRole('ADMIN')")
        public CompletableFuture<String> forAdmins() {
            return CompletableFuture.completedFuture(
                    String.valueOf(SecurityContextHolder.getContext().getAuthentication()));
        }

        @Override
        public List<String> inTheParent() {
            return List.copyOf(EVENTS);
        }
    }

    static class ByInterface extends ByClass {}

    static class Transactions extends AbstractPlatformTransactionManager {

        @Override
        protected Object doGetTransaction() {
            return "transaction";
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            EVENTS.add("begin");
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            EVENTS.add("commit");
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            EVENTS.add("rollback");
        }
    }

    static Advisor recording(String name, int order) {
        MethodInterceptor interceptor = invocation -> {
            if (invocation.getMethod().getName().equals("events")
                    || invocation.getMethod().getName().equals("inTheParent")) {
                EVENTS.add(name);
            }
            return invocation.proceed();
        };
        DefaultPointcutAdvisor advisor =
                new DefaultPointcutAdvisor(new AnnotationMatchingPointcut(Validated.class, true), interceptor);
        advisor.setOrder(order);
        return advisor;
    }

    /** Comes after the post-processor of {@code @ProcessAsync} and puts its advice before all that is there. */
    static class Pushing extends AbstractBeanFactoryAwareAdvisingPostProcessor {

        Pushing() {
            advisor = recording("pushing", 7);
            setBeforeExistingAdvisors(true);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableTransactionManagement
    @EnableCaching
    @EnableResilientMethods
    @EnableMethodSecurity
    static class Application {

        @Bean
        Service byClass() {
            return new ByClass();
        }

        @Bean
        @Proxyable(ProxyType.INTERFACES)
        Service byInterface() {
            return new ByInterface();
        }

        @Bean
        PlatformTransactionManager transactionManager() {
            return new Transactions();
        }

        @Bean
        CacheManager cacheManager() {
            return new ConcurrentMapCacheManager();
        }

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static Advisor early() {
            return recording("early", -1);
        }

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static Advisor late() {
            return recording("late", 1);
        }

        /** So that it is the last one to be registered. */
        @Bean
        static BeanDefinitionRegistryPostProcessor registersPushing() {
            return registry -> registry.registerBeanDefinition("pushing", new RootBeanDefinition(Pushing.class));
        }
    }

    @Autowired
    private ApplicationContext context;

    private Service service(String kind) {
        Service service = context.getBean(kind, Service.class);
        assertThat(AopUtils.isCglibProxy(service)).isEqualTo(kind.equals("byClass"));
        return service;
    }

    @BeforeEach
    @AfterEach
    void nothingHasHappenedAndNobodyIsLoggedIn() {
        EVENTS.clear();
        SecurityContextHolder.clearContext();
    }

    @ParameterizedTest
    @ValueSource(strings = {"byClass", "byInterface"})
    void transactionsAndOrdinaryAdviceHappenInTheChildEarlyAdviceInTheParent(String kind) throws Exception {
        Service service = service(kind);
        service.eventsBefore().get();
        assertThat(service.events().get()).containsExactly("pushing", "late", "begin", "method in a transaction: true");
        assertThat(service.eventsBefore().get()).endsWith("commit");
        assertThat(EVENTS).containsExactly("early");
        assertThat(((Advised) service).getAdvisors()[0].getAdvice()).isInstanceOf(ProcessAsyncInterceptor.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"byClass", "byInterface"})
    void aMethodWithoutTheAnnotationHasAllItsAdviceAsBefore(String kind) {
        assertThat(service(kind).inTheParent()).containsExactly("pushing", "early", "late");
    }

    @ParameterizedTest
    @ValueSource(strings = {"byClass", "byInterface"})
    void argumentsAreValidatedInTheParentBeforeThereIsATask(String kind) throws Exception {
        Service service = service(kind);
        assertThat(service.positive(1).get()).isOne();
        assertThatThrownBy(() -> service.positive(0)).isInstanceOf(ConstraintViolationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"byClass", "byInterface"})
    void theMethodIsRetriedWithinItsTask(String kind) throws Exception {
        CompletableFuture<Integer> retried = service(kind).retried();
        assertThat(retried.get()).isOne();
        assertThat(((ProcessTask<Integer>) retried).attempt()).isOne();
        assertThat(CALLS).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"byClass", "byInterface"})
    void aConcurrencyLimitHoldsWithinEachWorker(String kind) throws Exception {
        Service service = service(kind);
        CompletableFuture<Boolean> one = service.unlimited();
        CompletableFuture<Boolean> two = service.unlimited();
        assertThat(List.of(one.get(), two.get())).containsOnly(true);
        CompletableFuture<Boolean> first = service.limited();
        CompletableFuture<Boolean> second = service.limited();
        assertThat(List.of(first.get(), second.get())).containsOnly(false);
    }

    /** A cache in the child, too, would still have what was evicted in the parent. */
    @ParameterizedTest
    @ValueSource(strings = {"byClass", "byInterface"})
    void theCacheIsTheParents(String kind) throws Exception {
        Service service = service(kind);
        int first = service.cached(kind).get();
        Cache cache = context.getBean(CacheManager.class).getCache("calls");
        assertThat(cache.get(kind, Integer.class)).isEqualTo(first);
        assertThat(service.cached(kind).get()).isEqualTo(first);
        service.evict(kind).get();
        assertThat(service.cached(kind).get()).isGreaterThan(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"byClass", "byInterface"})
    void whoMayCallIsDecidedInTheParent(String kind) throws Exception {
        Service service = service(kind);
        assertThatThrownBy(service::forAdmins).isInstanceOf(AuthenticationCredentialsNotFoundException.class);
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ann", "", "ROLE_ADMIN"));
        assertThat(service.forAdmins().get()).isEqualTo("null");
    }
}
