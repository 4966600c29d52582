package io.asynccpu.autoconfigure.aop;

import io.asynccpu.autoconfigure.worker.ChildApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.StringUtils;

/**
 * Listener that refuses a context that has annotated beans but not the auto-configuration: their methods would run in the
 * calling thread. It checks the context of each application, its parents, which may have existed before, and its children,
 * whose events reach the listener.
 */
final class ContextsWithoutProxies implements ApplicationListener<ContextRefreshedEvent> {

    private static final BeanPostProcessor LATE_BEANS = new LateBeans();

    private static final String FOR_TESTS =
            "@ImportAutoConfiguration(AsyncCpuAutoConfiguration.class) and @InProcessTasks,"
                    + " or asynccpu.enabled=false, which lets the methods run where they are called, or a mock in the bean's place";

    private static final String FOR_APPLICATIONS = "let the context have the auto-configuration of asynccpu"
            + " (@EnableAutoConfiguration, or @ImportAutoConfiguration(AsyncCpuAutoConfiguration.class)), or move the bean to"
            + " one that has it and that a SpringApplication makes, or take @ProcessAsync off its methods";

    @Override
    public boolean supportsAsyncExecution() {
        return false;
    }

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        if (!isMeant(event.getApplicationContext())) {
            return;
        }
        List<String> faults = new ArrayList<>();
        for (ApplicationContext context = event.getApplicationContext();
                context != null;
                context = context.getParent()) {
            if (context.getAutowireCapableBeanFactory() instanceof ConfigurableListableBeanFactory beanFactory
                    && isMeant(context)
                    && beanFactory.getBeanNamesForType(ProcessAsyncInspector.class, true, false).length == 0) {
                inspect(context, beanFactory, faults);
                beanFactory.addBeanPostProcessor(LATE_BEANS);
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidProcessAsyncException(
                    faults,
                    remedies(TestBeans.isInATest(event.getApplicationContext().getEnvironment())));
        }
    }

    /** The more likely remedy comes first. */
    private static String remedies(boolean inATest) {
        return inATest
                ? "This is a test: give it " + FOR_TESTS + ". In the application itself " + FOR_APPLICATIONS + "."
                : StringUtils.capitalize(FOR_APPLICATIONS) + ". In a test use " + FOR_TESTS + ".";
    }

    /** Whether methods are to run in the calling thread, as they do in a child and where the project is switched off. */
    private static boolean isMeant(ApplicationContext context) {
        Environment environment = context.getEnvironment();
        return is("asynccpu.enabled", true, environment) && !is("asynccpu.worker.active", false, environment);
    }

    private static boolean is(String key, boolean otherwise, Environment environment) {
        return Binder.get(environment).bind(key, Boolean.class).orElse(otherwise);
    }

    private static void inspect(
            ApplicationContext context, ConfigurableListableBeanFactory beanFactory, List<String> faults) {
        String remedy = beanFactory.containsLocalBean(ChildApplication.BEAN_NAME)
                ? ""
                : ", and no child could make it; move the bean to a context that a SpringApplication makes";
        for (Map.Entry<String, Class<?>> bean : AnnotatedBeans.in(beanFactory).entrySet()) {
            Class<?> type = bean.getValue();
            if (TestBeans.isReplaced(beanFactory, bean.getKey()) || isNoProduct(beanFactory, bean.getKey())) {
                continue;
            }
            AnnotatedBeans.methods(type)
                    .forEach(method -> faults.add("Bean '" + bean.getKey() + "' of the context '" + context.getId()
                            + "', method " + ClassUtils.getShortName(type) + "." + method.getName()
                            + ": it would run in its caller's thread, as that context has no auto-configuration of"
                            + " asynccpu" + remedy));
        }
    }

    /** It may be made for that: the context is refused if it is there. */
    private static boolean isNoProduct(ConfigurableListableBeanFactory beanFactory, String beanName) {
        if (!beanFactory.containsSingleton(beanName) || !beanFactory.isFactoryBean(beanName)) {
            return false;
        }
        Object product = beanFactory.getBean(beanName);
        return AnnotatedBeans.isNull(product) || Mocks.isMock(product);
    }

    /** Post-processor for beans that such a context creates later and of which nothing was known. */
    private static final class LateBeans implements BeanPostProcessor {

        private final Map<Class<?>, Boolean> annotated = new ConcurrentReferenceHashMap<>();

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            Class<?> type = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
            if (annotated.computeIfAbsent(
                            type, each -> !AnnotatedBeans.methods(each).isEmpty())
                    && !beanName.endsWith(AutowireCapableBeanFactory.ORIGINAL_INSTANCE_SUFFIX)
                    && !Mocks.isMock(bean)) {
                throw new InvalidProcessAsyncException(
                        List.of("Bean '" + beanName + "' of class " + ClassUtils.getShortName(type)
                                + ": its methods would run in their caller's thread, as its context has no"
                                + " auto-configuration of asynccpu"),
                        remedies(false));
            }
            return bean;
        }
    }
}
