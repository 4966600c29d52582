package io.asynccpu.compatibility;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.TaskScheduler;

/** Injection by type: each field is a point of injection, with the name that one would choose. */
@SuppressWarnings("unused")
final class Injection {

    private Executor executor;
    private TaskExecutor taskExecutor;
    private AsyncTaskExecutor asyncTaskExecutor;
    private ExecutorService executorService;
    private ScheduledExecutorService scheduledExecutorService;
    private TaskScheduler taskScheduler;
    private List<Executor> allExecutors;
    private Map<String, AsyncTaskExecutor> allByName;
    private ObjectProvider<TaskExecutor> ifAvailable;

    private Injection() {}

    /** What each field would get: names of beans, or the failure's message. */
    static Map<String, String> in(ApplicationContext context) {
        Map<String, String> injected = new TreeMap<>();
        for (Field field : Injection.class.getDeclaredFields()) {
            injected.put(field.getName(), into(field, context));
        }
        return injected;
    }

    private static String into(Field field, ApplicationContext context) {
        AutowireCapableBeanFactory factory = context.getAutowireCapableBeanFactory();
        try {
            Object value = factory.resolveDependency(new DependencyDescriptor(field, true), Injection.class.getName());
            if (value instanceof ObjectProvider<?> provider) {
                return name(provider.getIfAvailable(), context);
            }
            return value instanceof List<?> all
                    ? all.stream().map(one -> name(one, context)).toList().toString()
                    : value instanceof Map<?, ?> all ? all.keySet().toString() : name(value, context);
        } catch (NoSuchBeanDefinitionException failure) {
            return failure.getMessage();
        }
    }

    /** The name of the bean that this is. */
    static String name(@Nullable Object bean, ApplicationContext context) {
        List<String> names = new ArrayList<>();
        if (bean != null) {
            Arrays.stream(context.getBeanNamesForType(Executor.class))
                    .filter(name -> context.getBean(name) == bean)
                    .forEach(names::add);
        }
        return bean == null ? "none" : names.isEmpty() ? "a " + bean.getClass().getSimpleName() : names.get(0);
    }
}
