package io.asynccpu.autoconfigure.aop;

import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.autoconfigure.aop.ProcessAsyncBeanPostProcessor.Made;
import io.asynccpu.autoconfigure.executor.PoolBeanNames;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.asynccpu.autoconfigure.method.ExposedMethods;
import io.asynccpu.autoconfigure.properties.ConfiguredPool;
import io.asynccpu.autoconfigure.properties.PoolProperties;
import io.asynccpu.autoconfigure.properties.WorkerProperties;
import io.asynccpu.autoconfigure.worker.ChildApplication;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Checks every annotated method when the context starts, also those of beans that do not exist yet, and reports all methods
 * that can never work at once. After that it checks each annotated bean when it is created.
 */
public final class ProcessAsyncInspector implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beanFactory;
    private final ProcessAsyncBeanPostProcessor postProcessor;

    public ProcessAsyncInspector(
            ConfigurableListableBeanFactory beanFactory, ProcessAsyncBeanPostProcessor postProcessor) {
        this.beanFactory = beanFactory;
        this.postProcessor = postProcessor;
    }

    @Override
    public void afterSingletonsInstantiated() {
        postProcessor.inspectWith(this);
        Map<String, Class<?>> types = AnnotatedBeans.in(beanFactory);
        for (Map.Entry<String, Made> bean : postProcessor.made().entrySet()) {
            types.put(bean.getKey(), bean.getValue().type());
        }
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, Class<?>> bean : types.entrySet()) {
            faults.addAll(faults(bean.getKey(), bean.getValue()));
        }
        if (!faults.isEmpty()) {
            throw new InvalidProcessAsyncException(faults);
        }
    }

    /** Inspects a bean that was created after the start, of which nothing may have been known before. */
    void inspect(String beanName, Class<?> type) {
        List<String> faults = faults(beanName, type);
        if (!faults.isEmpty()) {
            throw new InvalidProcessAsyncException(faults);
        }
    }

    private List<String> faults(String beanName, Class<?> beanClass) {
        Set<Method> methods = AnnotatedBeans.methods(beanClass);
        List<String> faults = new ArrayList<>();
        for (Method method : methods) {
            for (String fault : faults(beanName, beanClass, method)) {
                faults.add(named(beanName, beanClass, method, fault));
            }
        }
        String unproxied = faults.isEmpty() ? whyNotAdvised(beanName) : null;
        if (unproxied != null) {
            for (Method method : methods) {
                faults.add(named(beanName, beanClass, method, unproxied));
            }
        }
        return faults;
    }

    private static String named(String beanName, Class<?> beanClass, Method method, String fault) {
        return "Bean '" + beanName + "', method " + ClassUtils.getShortName(beanClass) + "." + method.getName() + ": "
                + fault;
    }

    /** Null if the bean is advised, or not created yet: it will be advised, or refused, then. */
    private @Nullable String whyNotAdvised(String beanName) {
        if (postProcessor.advises(beanName)) {
            return null;
        }
        Made made = postProcessor.made().get(beanName);
        if (made != null) {
            return "callers get a " + made.exposed().getName() + " for its bean, to which no advice can be added, so it"
                    + " would run in its caller's thread; let no other post-processor hide the bean, nor let it"
                    + " implement AopInfrastructureBean";
        }
        String defined = BeanFactoryUtils.transformedBeanName(beanName);
        if (!beanFactory.containsBeanDefinition(defined)) {
            return "its bean was registered as an object, with registerSingleton, so it can have no proxy and would run"
                    + " in its caller's thread; register a definition instead, such as registerBean with a supplier";
        }
        if (!beanFactory.containsSingleton(defined)
                || isRightProduct(beanName, defined)
                || TestBeans.isReplaced(beanFactory, defined)) {
            return null;
        }
        return "its bean was made before it could get a proxy, so it would run in its caller's thread; in what needs it"
                + " that early, such as a BeanFactoryPostProcessor, inject an ObjectProvider of it";
    }

    /**
     * Looks for a product without a proxy, which only a factory bean can have that existed before the post-processor. Products
     * that other factory beans have not created yet get their proxy, or are refused, when they are created.
     */
    private boolean isRightProduct(String beanName, String defined) {
        if (BeanFactoryUtils.isFactoryDereference(beanName) || !beanFactory.isFactoryBean(beanName)) {
            return false;
        }
        if (postProcessor.seesAllOf(defined)) {
            return true;
        }
        Object product = beanFactory.getBean(beanName);
        return AnnotatedBeans.isNull(product) || Mocks.isMock(product) || postProcessor.advises(beanName);
    }

    private List<String> faults(String beanName, Class<?> beanClass, Method method) {
        List<String> faults = new ArrayList<>();
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
            faults.add("it is private, static or final, so no proxy can take the call; make it an ordinary method");
        }
        if (isHiddenFrom(beanClass, method)) {
            faults.add(
                    "it is package-private in another package than the bean's class, so no proxy can take the call; make"
                            + " it public");
        }
        if (Modifier.isFinal(beanClass.getModifiers()) && !AnnotatedBeans.hasNoName(beanClass)) {
            faults.add("its class is final, so no proxy can be made of it; make the class not final");
        }
        Made made = postProcessor.made().get(beanName);
        if (made != null && ExposedMethods.find(method, beanClass, made.exposed()) == null) {
            faults.add(
                    "callers get a proxy of the bean's interfaces, and none of them has the method; declare it in one,"
                            + " or let the proxy be one of the class, with spring.aop.proxy-target-class=true or"
                            + " @Proxyable(TARGET_CLASS)");
        }
        if (ContainerMethods.isOfTheLifeOfABean(method, beanClass)) {
            faults.add(
                    "it is called by Spring or Java on the bean in this JVM, to set it up, to end it or to look at it;"
                            + " move what is to run in a child to a method of its own");
        }
        if (!beanFactory.isSingleton(beanName)) {
            faults.add(
                    "its bean is no singleton, so a child could not find the same one; move the method to a singleton");
        }
        if (isSuspending(method)) {
            faults.add(
                    "it is a suspend function, which needs its caller's coroutine; return a CompletableFuture instead");
            return faults;
        }
        if (!ProcessAsyncMethod.canReturn(method.getReturnType())) {
            faults.add("it returns " + method.getReturnType().getSimpleName()
                    + "; it must return CompletableFuture, CompletionStage, Future, ProcessTask, Mono or void");
            return faults;
        }
        faults.addAll(OtherAnnotations.faults(method, beanClass));
        try {
            ProcessAsyncMethod read =
                    ProcessAsyncMethod.read(beanName, beanClass, method, beanFactory::resolveEmbeddedValue);
            inspectPool(read, faults);
        } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        return faults;
    }

    private static boolean isHiddenFrom(Class<?> beanClass, Method method) {
        int visible = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.PRIVATE;
        return (method.getModifiers() & visible) == 0
                && !method.getDeclaringClass().getPackageName().equals(beanClass.getPackageName());
    }

    private static boolean isSuspending(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return types.length > 0 && types[types.length - 1].getName().equals("kotlin.coroutines.Continuation");
    }

    private void inspectPool(ProcessAsyncMethod method, List<String> faults) {
        Environment environment = beanFactory.getBean(Environment.class);
        Set<String> pools = ConfiguredPool.names(environment);
        String pool = method.pool();
        if (!pools.contains(pool)) {
            faults.add(
                    "there is no pool '" + pool + "', there are " + pools + "; set a key under asynccpu.pools." + pool);
            return;
        }
        ConfiguredPool settings = ConfiguredPool.of(pool, environment);
        if (settings.properties().getWorker().getContext() == WorkerProperties.Context.NONE) {
            faults.add("the children of pool '" + pool + "' have no application context to find the bean in; set "
                    + settings.key("worker.context") + " to application");
        } else if (settings.properties().getMode() == PoolProperties.Mode.PROCESS
                && !beanFactory.containsLocalBean(ChildApplication.BEAN_NAME)) {
            faults.add("this context was not made by a SpringApplication, so a child cannot make the same one; move the"
                    + " bean to one that was");
        }
        try {
            beanFactory
                    .getBean(PoolBeanNames.of(pool), PooledTaskExecutor.class)
                    .check(method.call());
        } catch (TaskNotSerializableException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }
}
