package io.asynccpu.autoconfigure.aop;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.autoconfigure.executor.PoolBeanNames;
import io.asynccpu.autoconfigure.executor.ProcessTaskExecutor;
import io.asynccpu.autoconfigure.method.AdviceSide;
import io.asynccpu.autoconfigure.method.MethodSignature;
import io.asynccpu.autoconfigure.method.Monos;
import io.asynccpu.autoconfigure.method.OneSidedInvocation;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.aop.interceptor.SimpleAsyncUncaughtExceptionHandler;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.util.ClassUtils;

/**
 * Interceptor that submits a call to the pool instead of invoking the method, after the advice that belongs to the parent. A
 * value that cannot cross fails here, in the caller's thread.
 */
final class ProcessAsyncInterceptor implements MethodInterceptor {

    private static final Log LOG = LogFactory.getLog(ProcessAsyncInterceptor.class);

    private final ConfigurableListableBeanFactory beanFactory;
    // An invocation has its proxy but not the name by which the child can find the same bean.
    private final Map<Object, AnnotatedBean> beans = Collections.synchronizedMap(new IdentityHashMap<>());

    private record AnnotatedBean(String name, Class<?> type, Map<Method, AnnotatedCall> calls) {}

    /**
     * @param advice that runs before the task, in the parent
     */
    private record AnnotatedCall(ProcessAsyncMethod method, ProcessTaskExecutor executor, List<Object> advice) {}

    ProcessAsyncInterceptor(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    void remember(Object proxy, String beanName) {
        // Only singletons: any other would never be removed, and the inspector refuses them anyway.
        if (beanFactory.containsBean(beanName) && beanFactory.isSingleton(beanName)) {
            beans.put(
                    proxy,
                    new AnnotatedBean(
                            beanName,
                            ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(proxy)),
                            new ConcurrentHashMap<>()));
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
        Method called = invocation.getMethod();
        Object proxy = ((ProxyMethodInvocation) invocation).getProxy();
        AnnotatedBean bean = beans.get(proxy);
        if (bean == null) {
            throw new IllegalStateException("No bean name is known for the proxy that " + called
                    + " was called on; @ProcessAsync works on singleton beans only");
        }
        AnnotatedCall call = callOf(bean, called, proxy);
        Object outcome = call.advice().isEmpty()
                ? submit(call, called, invocation.getArguments())
                : new OneSidedInvocation(
                                proxy,
                                invocation.getThis(),
                                called,
                                invocation.getArguments(),
                                call.advice(),
                                arguments -> submit(call, called, arguments))
                        .proceed();
        return called.getReturnType() == void.class ? null : outcome;
    }

    private AnnotatedCall callOf(AnnotatedBean bean, Method called, Object proxy) {
        AnnotatedCall known = bean.calls().get(called);
        if (known != null) {
            return known;
        }
        // Guard against race with a bean that calls this method while it is made: not under a lock of the map, since
        // Spring may have to make the executor.
        AnnotatedCall call = read(bean, called, proxy);
        bean.calls().put(called, call);
        return call;
    }

    private AnnotatedCall read(AnnotatedBean bean, Method called, Object proxy) {
        // The class has another name in the child, but its interfaces have the same.
        Method specific = AnnotatedBeans.hasNoName(bean.type())
                ? called
                : BridgeMethodResolver.findBridgedMethod(AopUtils.getMostSpecificMethod(called, bean.type()));
        ProcessAsyncMethod method =
                ProcessAsyncMethod.read(bean.name(), bean.type(), specific, beanFactory::resolveEmbeddedValue);
        return new AnnotatedCall(
                method,
                beanFactory.getBean(PoolBeanNames.of(method.pool()), ProcessTaskExecutor.class),
                AdviceSide.PARENT.interceptors(proxy, called, bean.type()));
    }

    /**
     * Submits the call. Returns the task for a void method, too, as advice that completes a publication in the parent awaits
     * it.
     */
    private Object submit(AnnotatedCall call, Method called, @Nullable Object[] arguments) {
        Class<?> returned = call.method().method().getReturnType();
        if (MethodSignature.isMono(returned)) {
            return Monos.cold(() -> task(call, arguments));
        }
        ProcessTask<?> task = task(call, arguments);
        if (returned == void.class) {
            handleFailure(task, called, arguments);
        }
        return task;
    }

    private ProcessTask<?> task(AnnotatedCall call, @Nullable Object[] arguments) {
        try {
            return call.executor()
                    .pool()
                    .submit(call.method().call(), arguments, call.method().options());
        } catch (TaskRejectedException e) {
            throw e;
        } catch (RejectedExecutionException e) {
            throw new TaskRejectedException(String.valueOf(e.getMessage()), e);
        }
    }

    private void handleFailure(ProcessTask<?> task, Method method, @Nullable Object[] arguments) {
        Executor callbacks = beanFactory.getBean("asynccpuCallbackExecutor", Executor.class);
        var unused = task.whenCompleteAsync(
                (nothing, failure) -> {
                    if (failure != null) {
                        handle(failure, method, arguments);
                    }
                },
                callbacks);
    }

    private void handle(Throwable failure, Method method, @Nullable Object[] arguments) {
        try {
            handler().handleUncaughtException(failure, method, arguments);
        } catch (Throwable e) {
            e.addSuppressed(failure);
            LOG.warn("The handler of uncaught exceptions failed itself, for an exception of " + method, e);
        }
    }

    private AsyncUncaughtExceptionHandler handler() {
        AsyncConfigurer configurer =
                beanFactory.getBeanProvider(AsyncConfigurer.class).getIfUnique();
        AsyncUncaughtExceptionHandler own = configurer == null ? null : configurer.getAsyncUncaughtExceptionHandler();
        return own == null ? new SimpleAsyncUncaughtExceptionHandler() : own;
    }
}
