package io.asynccpu.autoconfigure.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.annotation.Observed;
import io.micrometer.observation.aop.ObservedAspect;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;
import org.springframework.aop.aspectj.annotation.AspectJProxyFactory;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.core.annotation.Order;

/** Aspects, which all look alike from outside. */
class AdviceSideTests {

    private static final List<String> CALLS = new ArrayList<>();

    static class Target {
        @Observed
        public void method() {
            CALLS.add("method");
        }
    }

    @Aspect
    static class Ordinary {
        @Before("execution(* method())")
        public void before() {
            CALLS.add("ordinary");
        }
    }

    @Aspect
    @Order(-1)
    static class Early {
        @Before("execution(* method())")
        public void before() {
            CALLS.add("early");
        }
    }

    private static Target proxy(Object... aspects) {
        AspectJProxyFactory factory = new AspectJProxyFactory(new Target());
        for (Object aspect : aspects) {
            factory.addAspect(aspect);
        }
        return factory.getProxy();
    }

    private static List<Object> interceptors(AdviceSide side, Target proxy) throws Exception {
        return side.interceptors(proxy, Target.class.getMethod("method"), Target.class);
    }

    private static void call(AdviceSide side, Target proxy) throws Throwable {
        Method method = Target.class.getMethod("method");
        Object target = AopProxyUtils.getSingletonTarget(proxy);
        new OneSidedInvocation(proxy, target, method, new Object[0], interceptors(side, proxy), null).proceed();
    }

    @Test
    void anAspectIsOfTheChildUnlessItsOrderIsBelowZero() throws Throwable {
        Target proxy = proxy(new Early(), new Ordinary());
        CALLS.clear();
        call(AdviceSide.PARENT, proxy);
        assertThat(CALLS).containsExactly("early", "method");
        CALLS.clear();
        call(AdviceSide.CHILD, proxy);
        assertThat(CALLS).containsExactly("ordinary", "method");
        assertThat(interceptors(AdviceSide.CHILD, proxy)).startsWith(ExposeInvocationInterceptor.INSTANCE);
    }

    @Test
    void observationsAreOfTheParent() throws Exception {
        Target proxy = proxy(new ObservedAspect(ObservationRegistry.create()));
        assertThat(interceptors(AdviceSide.PARENT, proxy)).isNotEmpty();
        assertThat(interceptors(AdviceSide.CHILD, proxy)).isEmpty();
    }

    @Test
    void whatIsNoProxyHasNoAdvice() throws Exception {
        assertThat(interceptors(AdviceSide.CHILD, new Target())).isEmpty();
    }
}
