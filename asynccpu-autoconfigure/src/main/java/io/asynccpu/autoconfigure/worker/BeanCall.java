package io.asynccpu.autoconfigure.worker;

import io.asynccpu.autoconfigure.method.AdviceSide;
import io.asynccpu.autoconfigure.method.ExposedMethods;
import io.asynccpu.autoconfigure.method.MethodSignature;
import io.asynccpu.autoconfigure.method.MethodTarget;
import io.asynccpu.autoconfigure.method.Monos;
import io.asynccpu.autoconfigure.method.OneSidedInvocation;
import io.asynccpu.spi.BoundCall;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Bound call of a bean's method in the child. The call goes through the bean's proxy, so that its other advice applies, except
 * the advice that has run in the parent.
 */
final class BeanCall implements BoundCall {

    private final Object bean;
    private final Method method;
    private final MethodSignature signature;
    // Null if no advice has run in the parent: the call then goes to the bean itself.
    private final @Nullable List<Object> advice;

    private BeanCall(Object bean, Method method, MethodSignature signature) {
        this.bean = bean;
        this.method = method;
        this.signature = signature;
        Class<?> targetClass = AopUtils.getTargetClass(bean);
        this.advice = AdviceSide.PARENT.interceptors(bean, method, targetClass).isEmpty()
                ? null
                : AdviceSide.CHILD.interceptors(bean, method, targetClass);
    }

    /**
     * Finds the method, and creates the bean with its first call.
     *
     * @throws IllegalStateException if there is no such bean or method, naming those that there are
     */
    static BeanCall bind(ApplicationContext context, MethodTarget target) throws ClassNotFoundException {
        if (!context.containsBean(target.beanName())) {
            throw new IllegalStateException("The worker's context has no bean \"" + target.beanName() + "\" for "
                    + target
                    + "; " + beansOfClass(context, target) + ". Is it behind a condition that holds in the parent only,"
                    + " such as a web application, or missing in asynccpu.worker.sources?");
        }
        Object bean = context.getBean(target.beanName());
        Class<?> beanClass = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
        Class<?> declaring = declaringClass(context, bean, beanClass, target);
        // The class behind a proxy that is not Spring's is not known.
        Class<?> methodsClass = Proxy.isProxyClass(beanClass) && !declaring.isInterface() ? declaring : beanClass;
        Method method = method(declaring, target);
        Method invocable = ExposedMethods.find(method, methodsClass, bean.getClass());
        if (invocable == null) {
            throw anotherBean(bean.getClass(), target);
        }
        ReflectionUtils.makeAccessible(invocable);
        return new BeanCall(bean, invocable, MethodSignature.of(method, methodsClass));
    }

    @Override
    public List<Type> parameterTypes() {
        return signature.parameterTypes();
    }

    @Override
    public Type resultType() {
        return signature.resultType();
    }

    /** Waits for a plain future here. The worker awaits a stage, also that of a Mono. */
    @Override
    public @Nullable Object invoke(@Nullable Object[] arguments) throws Throwable {
        try {
            Object returned = call(arguments);
            Object result = returned != null && MethodSignature.isMono(method.getReturnType())
                    ? Monos.subscribe(returned)
                    : returned;
            return result instanceof Future<?> future && !(result instanceof CompletionStage) ? await(future) : result;
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        } catch (ExecutionException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }

    private @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
        if (advice == null) {
            return method.invoke(bean, arguments);
        }
        Object target = AopProxyUtils.getSingletonTarget(bean);
        return new OneSidedInvocation(bean, target, method, arguments, advice, null).proceed();
    }

    private static @Nullable Object await(Future<?> future) throws InterruptedException, ExecutionException {
        try {
            return future.get();
        } catch (InterruptedException cancelled) {
            future.cancel(true);
            throw cancelled;
        }
    }

    private static Class<?> declaringClass(
            ApplicationContext context, Object bean, Class<?> beanClass, MethodTarget target)
            throws ClassNotFoundException {
        Optional<Class<?>> found = Stream.of(
                        Stream.<Class<?>>iterate(beanClass, type -> type != null, Class::getSuperclass),
                        ClassUtils.getAllInterfacesForClassAsSet(beanClass).stream(),
                        // Interfaces of the proxy alone, as with a repository.
                        ClassUtils.getAllInterfacesForClassAsSet(bean.getClass()).stream())
                .flatMap(types -> types)
                .filter(type -> type.getName().equals(target.className()))
                .findFirst();
        if (found.isEmpty() && !Proxy.isProxyClass(beanClass)) {
            throw anotherBean(beanClass, target);
        }
        return found.isPresent() ? found.get() : ClassUtils.forName(target.className(), context.getClassLoader());
    }

    private static IllegalStateException anotherBean(Class<?> beanClass, MethodTarget target) {
        return new IllegalStateException("The worker's bean \"" + target.beanName() + "\" is a " + beanClass.getName()
                + ", which is not a " + target.className() + ", for " + target
                + ". The worker's configuration must define the same bean as the parent's.");
    }

    private static Method method(Class<?> declaring, MethodTarget target) throws ClassNotFoundException {
        Class<?>[] types = new Class<?>[target.parameterTypes().size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = ClassUtils.forName(target.parameterTypes().get(i), declaring.getClassLoader());
        }
        return Arrays.stream(declaring.getDeclaredMethods())
                .filter(method -> !method.isBridge()
                        && method.getName().equals(target.methodName())
                        && Arrays.equals(method.getParameterTypes(), types))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The worker's class " + declaring.getName()
                        + " has no such method for " + target + "; it has " + methods(declaring)
                        + ". Parent and worker must run the same version of the class."));
    }

    private static List<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(method -> new MethodTarget(
                                "",
                                "",
                                method.getName(),
                                Arrays.stream(method.getParameterTypes())
                                        .map(Class::getName)
                                        .toList())
                        .toString()
                        .substring(2))
                .sorted()
                .toList();
    }

    private static String beansOfClass(ApplicationContext context, MethodTarget target) {
        try {
            Class<?> type = ClassUtils.forName(target.className(), context.getClassLoader());
            return "of class " + type.getName() + " it has " + List.of(context.getBeanNamesForType(type, true, false));
        } catch (ClassNotFoundException missing) {
            return "its class path has no class " + target.className() + " either";
        }
    }
}
