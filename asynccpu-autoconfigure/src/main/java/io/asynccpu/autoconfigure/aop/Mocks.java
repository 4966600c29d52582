package io.asynccpu.autoconfigure.aop;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Mockito's mocks, which answer in the test's own JVM. By name, since Mockito is there in tests only. */
final class Mocks {

    private Mocks() {}

    /** Not for a spy, which is the real bean: a child has that, too. */
    static boolean isMock(Object bean) {
        ClassLoader loader = bean.getClass().getClassLoader();
        if (loader == null || !ClassUtils.isPresent("org.mockito.Mockito", loader)) {
            return false;
        }
        Class<?> mockito = ClassUtils.resolveClassName("org.mockito.Mockito", loader);
        Object details = call(mockito, "mockingDetails", null, bean);
        return is(details, "isMock") && !is(details, "isSpy");
    }

    private static boolean is(@Nullable Object details, String what) {
        Class<?> type = ClassUtils.resolveClassName("org.mockito.MockingDetails", Mocks.class.getClassLoader());
        return Boolean.TRUE.equals(call(type, what, details));
    }

    private static @Nullable Object call(Class<?> type, String name, @Nullable Object target, Object... arguments) {
        Class<?>[] types = arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {Object.class};
        Method method = ReflectionUtils.findMethod(type, name, types);
        return method == null ? null : ReflectionUtils.invokeMethod(method, target, arguments);
    }
}
