package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.autoconfigure.test.InProcessTasks;
import io.mockk.MockKKt;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.PriorityOrdered;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** Tests of a part of an application start where what they have can run, and are told what to do where it cannot. */
@Timeout(120)
@LeavesNoChild
class SlicesTests {

    static class Service {
        @ProcessAsync
        public CompletableFuture<Long> pid() {
            return CompletableFuture.completedFuture(ProcessHandle.current().pid());
        }
    }

    static class Other extends Service {}

    @SpringBootTest(classes = Service.class)
    static class Bare {}

    @SpringBootTest(classes = Service.class)
    @ImportAutoConfiguration(AsyncCpuAutoConfiguration.class)
    @InProcessTasks
    static class InProcess {}

    @SpringBootTest(classes = Service.class, properties = "asynccpu.enabled=false")
    static class SwitchedOff {}

    @SpringBootTest(classes = Service.class)
    static class Mocked {
        @MockitoBean
        private Service service;
    }

    @SpringBootTest(classes = Service.class)
    static class Replaced {
        @TestBean
        private Service service;

        static Service service() {
            return new Service();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithMockK {
        @Bean
        Service service() {
            return MockKKt.mockk(new Service());
        }
    }

    @SpringBootTest(classes = WithMockK.class)
    static class MockedByMockK {}

    @SpringBootTest(classes = WithMockK.class)
    @ImportAutoConfiguration(AsyncCpuAutoConfiguration.class)
    static class MockedByMockKWithPools {}

    @SpringBootTest(classes = {Service.class, Other.class})
    static class OneOfTwoReplaced {
        @TestBean
        private Other other;

        static Other other() {
            return new Other();
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
            beanFactory.getBeansOfType(Service.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({Service.class, Other.class, VeryEarly.class})
    static class TooEarly {}

    @SpringBootTest(classes = TooEarly.class)
    @ImportAutoConfiguration(AsyncCpuAutoConfiguration.class)
    static class OneReplacedAndOneTooEarly extends OneOfTwoReplaced {}

    @FunctionalInterface
    private interface Use {
        void with(ApplicationContext context) throws Exception;
    }

    private static Object with(Class<?> test, Use use) throws Exception {
        TestContext context = new TestContextManager(test).getTestContext();
        try {
            use.with(context.getApplicationContext());
            return test;
        } finally {
            if (context.hasApplicationContext()) {
                context.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
            }
        }
    }

    private static String refusal(Class<?> test) {
        return Refusals.of(() -> with(test, context -> {}));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                InProcess.class,
                SwitchedOff.class,
                Replaced.class,
                MockedByMockK.class,
                MockedByMockKWithPools.class
            })
    void itsMethodsRunWhereTheyAreCalled(Class<?> test) throws Exception {
        with(test, context -> assertThat(context.getBean(Service.class).pid().get())
                .isEqualTo(ProcessHandle.current().pid()));
    }

    @Test
    void aMockAnswersByItself() throws Exception {
        with(Mocked.class, context -> assertThat(context.getBean(Service.class).pid())
                .isCompletedWithValue(null));
    }

    @Test
    void aTestIsToldFirstWhatATestCanDo() {
        String test = "This is a test: give it @ImportAutoConfiguration(AsyncCpuAutoConfiguration.class) and"
                + " @InProcessTasks, or asynccpu.enabled=false";
        assertThat(refusal(Bare.class)).containsSubsequence(test, "In the application itself");
    }

    @Test
    void theReportOfTheFailedStartSaysTheSame() {
        InvalidProcessAsyncException refusal = new InvalidProcessAsyncException(List.of("fault"), "remedy");
        FailureAnalysis report = new InvalidProcessAsyncFailureAnalyzer().analyze(refusal);
        assertThat(report.getAction()).isEqualTo("remedy");
    }

    @Test
    void oneThatIsReplacedExcusesNoOther() {
        assertThat(refusal(OneOfTwoReplaced.class))
                .contains("method SlicesTests.Service.pid")
                .doesNotContain("SlicesTests.Other.pid");
        assertThat(refusal(OneReplacedAndOneTooEarly.class))
                .contains("Service.pid: its bean was made before it could get a proxy")
                .doesNotContain("SlicesTests.Other.pid");
    }
}
