package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

class NamedLifecycleTests {

    private final GenericApplicationContext context = new GenericApplicationContext();

    NamedLifecycleTests() {
        context.registerBean("text", String.class, () -> "text");
        context.registerBean("named", Motor.class);
        context.registerBean("other", Motor.class, definition -> definition.setLazyInit(true));
        context.registerBean("factory", Factory.class);
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void onlyTheNamedOneIsMadeAndRunsUntilTheEnd() {
        refresh("named");

        Motor named = context.getBean("named", Motor.class);
        assertThat(named.isRunning()).isTrue();
        assertThat(context.getBeanFactory().containsSingleton("other")).isFalse();
        context.close();
        assertThat(named.isRunning()).isFalse();
    }

    @Test
    void aFactoryOfSomethingElseMayBeOne() {
        refresh("factory");

        assertThat(context.getBean("&factory", Factory.class).isRunning()).isTrue();
    }

    @Test
    void aNameThatDoesNotExistIsAFaultOfItsKey() {
        assertThatIllegalStateException()
                .isThrownBy(() -> refresh("named", "missing"))
                .withMessageContaining("'asynccpu.worker.lifecycle-beans' of pool \"images\" names \"missing\"")
                .withMessageContaining("no such bean")
                .withMessageContaining("its lifecycle beans are [named, other, factory].");
    }

    @Test
    void aBeanOfAnotherKindIsAFaultOfItsKey() {
        assertThatIllegalStateException()
                .isThrownBy(() -> refresh("text"))
                .withMessageContaining("'asynccpu.worker.lifecycle-beans' of pool \"images\" names \"text\"")
                .withMessageContaining("a java.lang.String, which is not a Lifecycle");
    }

    private void refresh(String... names) {
        WorkerRole role = new WorkerRole("images", List.of(names));
        context.getBeanFactory()
                .registerSingleton(
                        AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
                        new NamedLifecycle(context.getBeanFactory(), role));
        context.refresh();
    }

    /** Would not start automatically. */
    static class Motor implements SmartLifecycle {

        private volatile boolean running;

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public boolean isAutoStartup() {
            return false;
        }
    }

    static final class Factory extends Motor implements FactoryBean<StringBuilder> {

        @Override
        public StringBuilder getObject() {
            return new StringBuilder();
        }

        @Override
        public Class<?> getObjectType() {
            return StringBuilder.class;
        }
    }
}
