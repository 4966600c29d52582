package io.asynccpu.autoconfigure.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Post-processor that creates proxies for beans with {@code @ProcessAsync} methods. Its advice is the outermost of a proxy.
 * {@code AdviceSide} tells which other advice runs in the parent, before the task, and which in the child, around the method.
 */
public final class ProcessAsyncBeanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor
        implements BeanFactoryPostProcessor, EnvironmentAware {

    /** Classes of annotated beans, by name, before others could hide them behind proxies that tell nothing of them. */
    private final transient Map<String, Class<?>> ownTypes = new ConcurrentHashMap<>();

    /** Whether classes of beans are worth a look at each of their methods. */
    private final transient Map<Class<?>, Boolean> candidates = new ConcurrentHashMap<>();

    private final transient Map<String, Made> made = new ConcurrentHashMap<>();
    private transient volatile Set<String> madeBefore = Set.of();
    private transient @Nullable ProcessAsyncInterceptor interceptor;
    private transient volatile @Nullable ProcessAsyncInspector inspector;

    /**
     * An annotated bean that there is.
     *
     * @param type its own class
     * @param exposed the class of what others get for it
     */
    record Made(Class<?> type, Class<?> exposed) {}

    public ProcessAsyncBeanPostProcessor() {
        setBeforeExistingAdvisors(true);
    }

    /** The very methods that the inspector looks at, and no other of their class. */
    private static final class AnnotatedMethods extends StaticMethodMatcherPointcut {

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            Class<?> beanClass = ClassUtils.getUserClass(targetClass);
            return ProcessAsyncMethod.isAnnotated(AopUtils.getMostSpecificMethod(method, beanClass), beanClass);
        }
    }

    @Override
    public void setBeanFactory(BeanFactory owner) {
        super.setBeanFactory(owner);
        interceptor = new ProcessAsyncInterceptor((ConfigurableListableBeanFactory) owner);
        advisor = new DefaultPointcutAdvisor(new AnnotatedMethods(), interceptor);
    }

    @Override
    public void setEnvironment(Environment environment) {
        setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
    }

    /** From now on, for what other post-processors need. */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory owner) {
        madeBefore = Set.of(owner.getSingletonNames());
        owner.addBeanPostProcessor(new Early((AbstractBeanFactory) owner));
    }

    /**
     * Substitute for this post-processor until Spring has put it among the others. Not this post-processor itself: Spring would
     * count it twice, miss one for ever, and warn for each bean that not all post-processors had seen it.
     */
    private final class Early implements BeanPostProcessor {

        private final AbstractBeanFactory owner;
        private volatile boolean isOver;

        Early(AbstractBeanFactory owner) {
            this.owner = owner;
        }

        @Override
        public Object postProcessBeforeInitialization(Object bean, String beanName) {
            return isOver() ? bean : ProcessAsyncBeanPostProcessor.this.postProcessBeforeInitialization(bean, beanName);
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            return isOver() ? bean : ProcessAsyncBeanPostProcessor.this.postProcessAfterInitialization(bean, beanName);
        }

        private boolean isOver() {
            if (!isOver) {
                isOver = owner.getBeanPostProcessors().contains(ProcessAsyncBeanPostProcessor.this);
            }
            return isOver;
        }
    }

    /** Creates a post-processor, to be registered on its own, that keeps the advice outermost. */
    public BeanPostProcessor keepingItOutermost() {
        return new OutermostAdvice(Objects.requireNonNull(advisor));
    }

    /** Whether calls of the bean go through the advice. */
    boolean advises(String beanName) {
        return interceptor().knows(beanName);
    }

    /** Whether what a bean of that name is or makes comes here: not if it was made before this was there, or is synthetic. */
    boolean seesAllOf(String beanName) {
        return !madeBefore.contains(beanName)
                && !(owner().getMergedBeanDefinition(beanName) instanceof AbstractBeanDefinition definition
                        && definition.isSynthetic());
    }

    /** Annotated beans, by name, that were created since this post-processor exists. */
    Map<String, Made> made() {
        return made;
    }

    /** From now on the inspector inspects each annotated bean that is created. */
    void inspectWith(ProcessAsyncInspector inspector) {
        this.inspector = inspector;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (isAnnotated(bean.getClass())) {
            ownTypes.put(nameOf(bean, beanName), ClassUtils.getUserClass(bean));
        }
        return bean;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof ScopedObject) {
            // Its target is a bean that is processed on its own.
            return bean;
        }
        String name = nameOf(bean, beanName);
        Class<?> type = annotatedType(bean, name);
        if (type == null
                || beanName.endsWith(AutowireCapableBeanFactory.ORIGINAL_INSTANCE_SUFFIX)
                || AnnotatedBeans.isNull(bean)
                || Mocks.isMock(bean)) {
            return bean;
        }
        Object proxy = proxied(bean, beanName);
        if (proxy instanceof Advised advised && advised.indexOf(Objects.requireNonNull(advisor)) >= 0) {
            interceptor().remember(proxy, name);
        }
        checkMade(name, new Made(type, proxy.getClass()));
        return proxy;
    }

    /** A class that cannot be proxied is ignored here; the inspector refuses it, with all other faults. */
    @Override
    protected boolean isEligible(Class<?> type) {
        return (!Modifier.isFinal(type.getModifiers()) || AnnotatedBeans.hasNoName(type)) && isAnnotated(type);
    }

    private boolean isAnnotated(Class<?> type) {
        return candidates.computeIfAbsent(type, ProcessAsyncMethod::isCandidate) && super.isEligible(type);
    }

    private @Nullable Class<?> annotatedType(Object bean, String name) {
        Class<?> own = ownTypes.get(name);
        if (own != null) {
            return own;
        }
        if (bean instanceof Advised && isAnnotated(AopProxyUtils.ultimateTargetClass(bean))) {
            return ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
        }
        // The annotated interface may be one that only a proxy has, as with a repository.
        return isAnnotated(bean.getClass()) ? ClassUtils.getUserClass(bean) : annotatedTypeOfProduct(name);
    }

    /** Of a product only its factory bean may tell, if another post-processor has hidden it. */
    private @Nullable Class<?> annotatedTypeOfProduct(String name) {
        // A bean that is being made is no singleton yet, but the factory bean of a product is one.
        boolean isProduct = owner().containsSingleton(name) && owner().isFactoryBean(name);
        Class<?> type = isProduct ? owner().getType(name, false) : null;
        return type != null && isAnnotated(type) ? ClassUtils.getUserClass(type) : null;
    }

    private Object proxied(Object bean, String beanName) {
        if (bean instanceof Advised advised
                && !(bean instanceof AopInfrastructureBean)
                && !advised.isFrozen()
                && !isEligible(AopUtils.getTargetClass(bean))
                && isEligible(bean, beanName)) {
            advised.addAdvisor(0, Objects.requireNonNull(advisor));
            return bean;
        }
        return super.postProcessAfterInitialization(bean, beanName);
    }

    private void checkMade(String name, Made bean) {
        if (!owner().containsLocalBean(name)) {
            ownTypes.remove(name);
            throw new InvalidProcessAsyncException(List.of("Object '" + name + "' of class "
                    + ClassUtils.getShortName(bean.type()) + ": it is no bean of its own, but one inside another's"
                    + " definition or made from its class or object, so a child could not find the same one; define a"
                    + " bean for it"));
        }
        made.put(name, bean);
        // The inspector comes here first and reads what was made then, so one of the two sees a bean that is made
        // meanwhile.
        ProcessAsyncInspector started = inspector;
        if (started != null) {
            started.inspect(name, bean.type());
        }
    }

    /** Name by which a child gets the same object: the name of a factory bean alone is that of its product. */
    private static String nameOf(Object bean, String beanName) {
        return bean instanceof FactoryBean<?> ? BeanFactory.FACTORY_BEAN_PREFIX + beanName : beanName;
    }

    private ConfigurableListableBeanFactory owner() {
        return Objects.requireNonNull(beanFactory);
    }

    private ProcessAsyncInterceptor interceptor() {
        return Objects.requireNonNull(interceptor);
    }
}
