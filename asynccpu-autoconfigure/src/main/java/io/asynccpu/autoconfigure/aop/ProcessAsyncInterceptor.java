package io.asynccpu.autoconfigure.aop;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.autoconfigure.executor.PoolBeanNames;
import io.asynccpu.autoconfigure.executor.ProcessTaskExecutor;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.aop.interceptor.SimpleAsyncUncaughtExceptionHandler;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.util.ClassUtils;

/** Sends a call to the pool instead of the method. What cannot cross fails here, in the caller's thread. */
final class ProcessAsyncInterceptor implements MethodInterceptor {

    private final ConfigurableListableBeanFactory beanFactory;
    // An invocation knows its target but not the name by which the child can find the same bean.
    private final Map<Object, AnnotatedBean> beans = Collections.synchronizedMap(new IdentityHashMap<>());

    private record AnnotatedBean(String name, Class<?> type, Map<Method, ProcessAsyncMethod> methods) {}

    ProcessAsyncInterceptor(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    void remember(Object target, String beanName) {
        // Only singletons: any other would stay here for ever, and the inspector refuses them anyway.
        if (beanFactory.containsBean(beanName) && beanFactory.isSingleton(beanName)) {
            beans.put(target, new AnnotatedBean(beanName, ClassUtils.getUserClass(target), new ConcurrentHashMap<>()));
        }
    }

    boolean knows(String beanName) {
        synchronized (beans) {
            return beans.values().stream().anyMatch(bean -> bean.name().equals(beanName));
        }
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        if (TaskContext.find().isPresent()) {
            // In process: the task itself, or a call from inside one, which runs in place as in a child.
            return invocation.proceed();
        }
        ProcessAsyncMethod method = method(invocation);
        ProcessTaskExecutor executor = beanFactory.getBean(PoolBeanNames.of(method.pool()), ProcessTaskExecutor.class);
        ProcessTask<?> task;
        try {
            task = executor.pool().submit(method.call(), invocation.getArguments(), method.options());
        } catch (TaskRejectedException e) {
            throw e;
        } catch (RejectedExecutionException e) {
            throw new TaskRejectedException(String.valueOf(e.getMessage()), e);
        }
        if (invocation.getMethod().getReturnType() == void.class) {
            handleFailure(task, invocation.getMethod(), invocation.getArguments());
            return null;
        }
        return task;
    }

    private ProcessAsyncMethod method(MethodInvocation invocation) {
        Object target = invocation.getThis();
        AnnotatedBean bean = target == null ? null : beans.get(target);
        if (bean == null) {
            throw new IllegalStateException("No bean name is known for the target of " + invocation.getMethod()
                    + "; @ProcessAsync works on singleton beans only");
        }
        return bean.methods().computeIfAbsent(invocation.getMethod(), called -> {
            Method specific =
                    BridgeMethodResolver.findBridgedMethod(AopUtils.getMostSpecificMethod(called, bean.type()));
            return ProcessAsyncMethod.read(bean.name(), bean.type(), specific, beanFactory::resolveEmbeddedValue);
        });
    }

    private void handleFailure(ProcessTask<?> task, Method method, @Nullable Object[] arguments) {
        Executor callbacks = beanFactory.getBean("asynccpuCallbackExecutor", Executor.class);
        var unused = task.whenCompleteAsync(
                (nothing, failure) -> {
                    if (failure != null) {
                        handler().handleUncaughtException(failure, method, arguments);
                    }
                },
                callbacks);
    }

    private AsyncUncaughtExceptionHandler handler() {
        AsyncConfigurer configurer =
                beanFactory.getBeanProvider(AsyncConfigurer.class).getIfUnique();
        AsyncUncaughtExceptionHandler own = configurer == null ? null : configurer.getAsyncUncaughtExceptionHandler();
        return own == null ? new SimpleAsyncUncaughtExceptionHandler() : own;
    }
}
