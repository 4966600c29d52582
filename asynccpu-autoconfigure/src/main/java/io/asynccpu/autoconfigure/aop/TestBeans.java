package io.asynccpu.autoconfigure.aop;

import java.lang.reflect.Field;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ReflectionUtils;

/**
 * Recognizes beans that a test has replaced. The classes are found by name, as Spring's support for tests is present in tests
 * only.
 */
final class TestBeans {

    private static final Log LOG = LogFactory.getLog(TestBeans.class);

    /** Name of the bean that exists if a test replaces beans. */
    private static final String OVERRIDES =
            "org.springframework.test.context.bean.override.internalBeanOverrideRegistry";

    /** Property that Spring Boot sets in each context of a test. */
    private static final String IN_A_TEST = "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

    private TestBeans() {}

    /** Whether the test has replaced the bean by an object of its own, as with {@code @TestBean}; logs a warning then. */
    static boolean isReplaced(ConfigurableListableBeanFactory beanFactory, String beanName) {
        Object overrides = beanFactory.containsSingleton(OVERRIDES) ? beanFactory.getSingleton(OVERRIDES) : null;
        boolean replaced = overrides != null && mayHave(overrides, beanName);
        if (replaced) {
            LOG.warn("The methods with @ProcessAsync of the bean '" + beanName
                    + "' run where they are called, since the test" + " has put an object of its own in its place.");
        }
        return replaced;
    }

    /**
     * Reads a field, as neither the definition nor the object shows the replacement. True for each bean if a later Spring keeps
     * the names elsewhere.
     */
    private static boolean mayHave(Object overrides, String beanName) {
        Field names = ReflectionUtils.findField(overrides.getClass(), "handlerToBeanNameMap", Map.class);
        if (names == null) {
            return true;
        }
        ReflectionUtils.makeAccessible(names);
        return ReflectionUtils.getField(names, overrides) instanceof Map<?, ?> map && map.containsValue(beanName);
    }

    static boolean isInATest(Environment environment) {
        return environment.containsProperty(IN_A_TEST);
    }
}
