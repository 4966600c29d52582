package io.asynccpu.autoconfigure.aop;

import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.autoconfigure.executor.PoolBeanNames;
import io.asynccpu.autoconfigure.executor.ProcessTaskExecutor;
import io.asynccpu.autoconfigure.properties.PoolProperties;
import io.asynccpu.autoconfigure.properties.PoolSettings;
import io.asynccpu.autoconfigure.properties.WorkerProperties;
import io.asynccpu.autoconfigure.worker.ChildApplication;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Looks at every annotated method when the context starts, also at those of beans that do not exist yet, and reports all
 * that can never work at once.
 */
public final class ProcessAsyncInspector implements SmartInitializingSingleton {

    private static final Log LOG = LogFactory.getLog(ProcessAsyncInspector.class);

    private final ConfigurableListableBeanFactory beanFactory;
    private final ProcessAsyncBeanPostProcessor postProcessor;

    public ProcessAsyncInspector(
            ConfigurableListableBeanFactory beanFactory, ProcessAsyncBeanPostProcessor postProcessor) {
        this.beanFactory = beanFactory;
        this.postProcessor = postProcessor;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<String> faults = new ArrayList<>();
        for (String beanName : beanFactory.getBeanDefinitionNames()) {
            Class<?> beanClass = beanClass(beanName);
            if (beanClass != null) {
                inspect(beanName, beanClass, faults);
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidProcessAsyncException(faults);
        }
    }

    private @Nullable Class<?> beanClass(String beanName) {
        if (beanFactory.getMergedBeanDefinition(beanName).isAbstract()) {
            return null;
        }
        Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, beanName);
        return type == null || type.getName().startsWith("org.springframework.") ? null : ClassUtils.getUserClass(type);
    }

    private void inspect(String beanName, Class<?> beanClass, List<String> faults) {
        Set<Method> methods = MethodIntrospector.selectMethods(
                beanClass, (ReflectionUtils.MethodFilter) method -> ProcessAsyncMethod.isAnnotated(method, beanClass));
        int before = faults.size();
        for (Method method : methods) {
            List<String> found = faults(beanName, beanClass, method);
            found.forEach(fault -> faults.add("Bean '" + beanName + "', method " + ClassUtils.getShortName(beanClass)
                    + "." + method.getName() + ": " + fault));
        }
        if (!methods.isEmpty() && faults.size() == before && isMadeWithoutProxy(beanName)) {
            LOG.warn("@ProcessAsync has no effect on the bean '" + beanName
                    + "': its methods run where they are called. It"
                    + " was made too early to get a proxy, or was registered as it is, such as the mock of a test. If a"
                    + " BeanPostProcessor or BeanFactoryPostProcessor needs it, inject an ObjectProvider of it there.");
        }
    }

    private boolean isMadeWithoutProxy(String beanName) {
        return beanFactory.containsSingleton(beanName)
                && !beanFactory.isFactoryBean(beanName)
                && !postProcessor.advises(beanName);
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
        if (Modifier.isFinal(beanClass.getModifiers()) && !Proxy.isProxyClass(beanClass)) {
            faults.add("its class is final, so no proxy can be made of it; make the class not final");
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
        Set<String> pools = PoolSettings.names(environment);
        String pool = method.pool();
        if (!pools.contains(pool)) {
            faults.add(
                    "there is no pool '" + pool + "', there are " + pools + "; set a key under asynccpu.pools." + pool);
            return;
        }
        PoolSettings settings = PoolSettings.of(pool, environment);
        if (settings.properties().getWorker().getContext() == WorkerProperties.Context.NONE) {
            faults.add("the children of pool '" + pool + "' have no application context to find the bean in; set "
                    + settings.key("worker.context") + " to application");
        } else if (settings.properties().getMode() == PoolProperties.Mode.PROCESS
                && beanFactory.getBeanProvider(ChildApplication.class).getIfAvailable() == null) {
            faults.add("this context was not made by a SpringApplication, so a child cannot make the same one");
        }
        try {
            beanFactory
                    .getBean(PoolBeanNames.of(pool), ProcessTaskExecutor.class)
                    .pool()
                    .check(method.call());
        } catch (TaskNotSerializableException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }
}
