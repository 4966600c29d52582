package io.asynccpu.autoconfigure.method;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ReflectiveMethodInvocation;
import org.springframework.aop.support.AopUtils;

/** Invocation of a proxy that goes through the advice of one side only. */
public final class OneSidedInvocation extends ReflectiveMethodInvocation {

    private final @Nullable End end;

    /** Step after the advice. */
    @FunctionalInterface
    public interface End {

        @Nullable
        Object call(@Nullable Object[] arguments) throws Throwable;
    }

    /**
     * @param interceptors from {@link AdviceSide#interceptors}
     * @param end null for the method itself
     */
    public OneSidedInvocation(
            Object proxy,
            @Nullable Object target,
            Method method,
            @Nullable Object[] arguments,
            List<Object> interceptors,
            @Nullable End end) {
        super(proxy, target, method, arguments, AopUtils.getTargetClass(proxy), interceptors);
        this.end = end;
    }

    @Override
    protected @Nullable Object invokeJoinpoint() throws Throwable {
        return end == null ? super.invokeJoinpoint() : end.call(getArguments());
    }
}
