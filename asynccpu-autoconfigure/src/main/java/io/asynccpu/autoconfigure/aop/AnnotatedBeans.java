package io.asynccpu.autoconfigure.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Finds the beans of a context that have annotated methods, where possible without creating a bean. */
final class AnnotatedBeans {

    private static final Log LOG = LogFactory.getLog(AnnotatedBeans.class);

    private AnnotatedBeans() {}

    /**
     * Classes by the names of the beans. A factory bean has its own name, with the prefix. Beans that are null, and mocks,
     * whose methods run in the calling thread, are left out.
     */
    static Map<String, Class<?>> in(ConfigurableListableBeanFactory beanFactory) {
        Map<String, Class<?>> found = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>(List.of(beanFactory.getBeanDefinitionNames()));
        // Objects that were registered as singletons have no definition.
        names.addAll(List.of(beanFactory.getSingletonNames()));
        for (String name : names) {
            put(beanFactory, name, found);
            if (isFactoryBean(beanFactory, name)) {
                put(beanFactory, BeanFactory.FACTORY_BEAN_PREFIX + name, found);
            }
        }
        return found;
    }

    /** Annotated methods of a bean's own class; of its interfaces, if the class has no name that a child knows. */
    static Set<Method> methods(Class<?> beanClass) {
        if (!ProcessAsyncMethod.isCandidate(beanClass)) {
            return Set.of();
        }
        return hasNoName(beanClass)
                ? ClassUtils.getAllInterfacesForClassAsSet(beanClass).stream()
                        .flatMap(type -> select(type, beanClass).stream())
                        .collect(Collectors.toSet())
                : select(beanClass, beanClass);
    }

    /** Whether the class has another name in each JVM, as those of dynamic proxies and lambdas. */
    static boolean hasNoName(Class<?> type) {
        return Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type);
    }

    /**
     * Whether the object represents null, returned by a bean's method or a factory bean. Spring's own way is {@code
     * equals(null)}, which would run the code of any other bean; the class is not public.
     */
    static boolean isNull(Object bean) {
        return bean.getClass().getName().equals("org.springframework.beans.factory.support.NullBean");
    }

    private static Set<Method> select(Class<?> type, Class<?> beanClass) {
        return MethodIntrospector.selectMethods(
                type, (ReflectionUtils.MethodFilter) method -> ProcessAsyncMethod.isAnnotated(method, beanClass));
    }

    private static void put(ConfigurableListableBeanFactory beanFactory, String name, Map<String, Class<?>> found) {
        try {
            Class<?> type = type(beanFactory, name);
            if (type != null
                    && !ContainerMethods.isOfAFramework(type)
                    && !methods(type).isEmpty()
                    && !isNullOrMock(singleton(beanFactory, name))) {
                found.put(name, type);
            }
        } catch (RuntimeException | LinkageError e) {
            // The class of a lazy bean that may never be created; if it is, it is inspected then.
            LOG.debug("The class of the bean '" + name + "' cannot be inspected", e);
        }
    }

    private static boolean isNullOrMock(@Nullable Object singleton) {
        return singleton != null && (isNull(singleton) || Mocks.isMock(singleton));
    }

    /** Only a finished bean: asking for one that another thread is creating would publish a reference to it too early. */
    private static @Nullable Object singleton(ConfigurableListableBeanFactory beanFactory, String name) {
        return beanFactory.containsSingleton(name) ? beanFactory.getSingleton(name) : null;
    }

    private static @Nullable Class<?> type(ConfigurableListableBeanFactory beanFactory, String name) {
        // The target of a scoped proxy is a bean of its own.
        if (isAbstract(beanFactory, name)
                || beanFactory.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(name))) {
            return null;
        }
        Object singleton = singleton(beanFactory, name);
        Class<?> type = beanFactory.containsBeanDefinition(name) || singleton == null
                ? AutoProxyUtils.determineTargetClass(beanFactory, name)
                : AopProxyUtils.ultimateTargetClass(singleton);
        return type == null ? null : ClassUtils.getUserClass(type);
    }

    private static boolean isFactoryBean(ConfigurableListableBeanFactory beanFactory, String name) {
        return !isAbstract(beanFactory, name) && beanFactory.isFactoryBean(name);
    }

    private static boolean isAbstract(ConfigurableListableBeanFactory beanFactory, String name) {
        return beanFactory.containsBeanDefinition(name)
                && beanFactory.getMergedBeanDefinition(name).isAbstract();
    }
}
