package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.weaving.LoadTimeWeaverAware;
import org.springframework.instrument.classloading.LoadTimeWeaver;
import org.springframework.instrument.classloading.SimpleLoadTimeWeaver;

class LazyWeavingTests {

    private final GenericApplicationContext context = new GenericApplicationContext();

    LazyWeavingTests() {
        context.registerBean("unit", Unit.class, definition -> definition.setLazyInit(true));
        context.getBeanFactory().addBeanPostProcessor(new LazyWeaving(context.getBeanFactory()));
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void aLazyBeanThatWantsAWeaverIsNotMadeAtTheStart() {
        context.refresh();

        assertThat(context.getBeanFactory().containsSingleton("unit")).isFalse();
        assertThat(context.getBean("unit")).isInstanceOf(Unit.class);
        assertThat(context.getBeanNamesForType(LoadTimeWeaverAware.class)).containsExactly("unit");
    }

    @Test
    void whereThereIsAWeaverItMayWeaveFromTheStart() {
        context.registerBean(
                ConfigurableApplicationContext.LOAD_TIME_WEAVER_BEAN_NAME,
                LoadTimeWeaver.class,
                () -> new SimpleLoadTimeWeaver());

        context.refresh();

        assertThat(context.getBeanFactory().containsSingleton("unit")).isTrue();
    }

    static class Unit implements LoadTimeWeaverAware {

        @Override
        public void setLoadTimeWeaver(LoadTimeWeaver loadTimeWeaver) {}
    }
}
