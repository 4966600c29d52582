package io.asynccpu.autoconfigure.aop;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Recognizes mocks of Mockito and MockK, whose methods run in the test's own JVM. Their classes are found by name, as these
 * libraries are present in tests only.
 */
final class Mocks {

    private Mocks() {}

    /** False for a spy, which is the real bean; a child has that, too. */
    static boolean isMock(Object bean) {
        ClassLoader loader = bean.getClass().getClassLoader();
        return loader != null && (isOfMockito(bean, loader) || isOfMockK(bean, loader));
    }

    private static boolean isOfMockito(Object bean, ClassLoader loader) {
        if (!ClassUtils.isPresent("org.mockito.Mockito", loader)) {
            return false;
        }
        Class<?> mockito = ClassUtils.resolveClassName("org.mockito.Mockito", loader);
        Object details = call(mockito, "mockingDetails", null, bean);
        return is(details, "isMock") && !is(details, "isSpy");
    }

    /** MockK's mocks of classes have no class of their own, so only MockK can recognize them. */
    private static boolean isOfMockK(Object bean, ClassLoader loader) {
        if (!ClassUtils.isPresent("io.mockk.MockKKt", loader)) {
            return false;
        }
        Class<?> gateway = ClassUtils.resolveClassName("io.mockk.MockKGateway$Companion", loader);
        Field implementation = ReflectionUtils.findField(gateway, "implementation");
        // Null before the first mock. Asking MockK would then load its agent into this JVM.
        if (implementation == null || ReflectionUtils.getField(implementation, null) == null) {
            return false;
        }
        Class<?> mockK = ClassUtils.resolveClassName("io.mockk.MockKKt", loader);
        boolean regular = true;
        return Boolean.TRUE.equals(call(mockK, "isMockKMock", null, bean, regular, false, false, false, false));
    }

    private static boolean is(@Nullable Object details, String what) {
        Class<?> type = ClassUtils.resolveClassName("org.mockito.MockingDetails", Mocks.class.getClassLoader());
        return Boolean.TRUE.equals(call(type, what, details));
    }

    private static @Nullable Object call(Class<?> type, String name, @Nullable Object target, Object... arguments) {
        Method method = ReflectionUtils.findMethod(type, name, (Class<?>[]) null);
        return method == null ? null : ReflectionUtils.invokeMethod(method, target, arguments);
    }
}
