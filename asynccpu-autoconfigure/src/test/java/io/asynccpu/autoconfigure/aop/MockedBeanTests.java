package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.autoconfigure.LeavesNoChild;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** What a test puts in the place of a bean with annotated methods answers in the test's own JVM. */
@Timeout(120)
@LeavesNoChild
@SpringBootTest(properties = "asynccpu.max-workers=1")
@ContextConfiguration(initializers = MockedBeanTests.Registering.class)
@DirtiesContext
class MockedBeanTests {

    static class Service {
        @ProcessAsync
        public CompletableFuture<String> name() {
            return CompletableFuture.completedFuture("real");
        }

        @ProcessAsync
        public CompletableFuture<Long> pid() {
            return CompletableFuture.completedFuture(ProcessHandle.current().pid());
        }
    }

    static class Replaced extends Service {}

    static class Spied extends Service {}

    static class Stub extends Replaced {
        @Override
        public CompletableFuture<String> name() {
            return CompletableFuture.completedFuture("stub");
        }
    }

    static class Registering implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            context.getBeanFactory().registerSingleton("registered", mock(Service.class));
        }
    }

    record Client(Service service) {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Replaced.class, Spied.class})
    static class Application {

        @Bean
        Service service() {
            return new Service();
        }

        @Bean
        Service defined() {
            return mock(Service.class);
        }

        @Bean
        Client client(@Qualifier("service") Service service) {
            return new Client(service);
        }
    }

    @MockitoBean(name = "service")
    private Service service;

    @TestBean
    private Replaced replaced;

    @MockitoSpyBean
    private Spied spied;

    static Replaced replaced() {
        return new Stub();
    }

    @Autowired
    private Client client;

    @Autowired
    @Qualifier("registered")
    private Service registered;

    @Autowired
    @Qualifier("defined")
    private Service defined;

    @Test
    void aMockIsCalledInPlace() {
        given(service.name()).willReturn(CompletableFuture.completedFuture("mock"));
        assertThat(client.service().name()).isCompletedWithValue("mock");
    }

    @Test
    void soIsOneThatTheTestHasRegisteredOrDefined() {
        given(registered.name()).willReturn(CompletableFuture.completedFuture("registered"));
        assertThat(registered.name()).isCompletedWithValue("registered");
        given(defined.name()).willReturn(CompletableFuture.completedFuture("defined"));
        assertThat(defined.name()).isCompletedWithValue("defined");
    }

    @Test
    void soIsAnObjectOfTheTest() {
        assertThat(replaced.name()).isCompletedWithValue("stub");
    }

    /** It is the real bean, which a child has, too. */
    @Test
    void aSpyStillRunsInAChild() throws Exception {
        assertThat(spied.pid().get()).isNotEqualTo(ProcessHandle.current().pid());
    }
}
