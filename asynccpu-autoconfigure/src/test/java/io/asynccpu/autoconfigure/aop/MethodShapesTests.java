package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.autoconfigure.executor.ProcessTaskExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.SimpleAsyncUncaughtExceptionHandler;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.annotation.DirtiesContext;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Every shape of method that may be annotated, and of what it may return, with one child for all of them. */
@Timeout(120)
@LeavesNoChild
@SpringBootTest(
        classes = MethodShapesTests.Application.class,
        properties = {
            "asynccpu.max-workers=1",
            "spring.aop.proxy-target-class=false",
            "asynccpu.pools.other.max-workers=1",
            "the.pool=other",
            "the.time=77m"
        })
@DirtiesContext
class MethodShapesTests {

    record Ran(String what, long pid) {

        static CompletableFuture<Ran> as(String what) {
            return CompletableFuture.completedFuture(
                    new Ran(what, ProcessHandle.current().pid()));
        }
    }

    interface Generic<A, R> {
        @ProcessAsync
        CompletableFuture<R> apply(A argument);
    }

    static class OfGenericInterface implements Generic<List<Integer>, Ran> {
        @Override
        public CompletableFuture<Ran> apply(List<Integer> numbers) {
            return Ran.as("sum " + numbers.stream().mapToInt(Integer::intValue).sum());
        }
    }

    abstract static class Template<T> {
        @ProcessAsync
        public abstract CompletableFuture<Ran> make(T value);

        @ProcessAsync
        public CompletableFuture<Ran> inherited() {
            return Ran.as("inherited by " + getClass().getSimpleName());
        }
    }

    static class OfGenericClass extends Template<Duration> {
        @Override
        public CompletableFuture<Ran> make(Duration value) {
            return Ran.as("made of " + value);
        }
    }

    @ProcessAsync
    interface AnnotatedType {
        CompletableFuture<Ran> ofTheType();
    }

    interface Defaults {
        @ProcessAsync
        default CompletableFuture<Ran> kept() {
            return Ran.as("default");
        }

        @ProcessAsync
        default CompletableFuture<Ran> overridden() {
            return Ran.as("not this one");
        }
    }

    static class ByInterface implements AnnotatedType, Defaults {
        @Override
        public CompletableFuture<Ran> ofTheType() {
            return Ran.as("of the type");
        }

        @Override
        public CompletableFuture<Ran> overridden() {
            return Ran.as("overridden");
        }
    }

    @Proxyable(ProxyType.TARGET_CLASS)
    static class ByClass extends ByInterface {}

    static class Overloads {
        @ProcessAsync
        public CompletableFuture<Ran> take(int value) {
            return Ran.as("int");
        }

        @ProcessAsync
        public CompletableFuture<Ran> take(Integer value) {
            return Ran.as("Integer");
        }

        @ProcessAsync
        public CompletableFuture<Ran> take(long... values) {
            return Ran.as("long... of " + values.length);
        }

        @ProcessAsync
        public CompletableFuture<Ran> take(String[][] values) {
            return Ran.as("String[][]");
        }

        @ProcessAsync
        public CompletableFuture<Ran> take(List<String> values) {
            return Ran.as("List");
        }

        @ProcessAsync
        public CompletableFuture<Ran> take(List<String> values, int index) {
            return Ran.as("List and int");
        }

        @ProcessAsync
        CompletableFuture<Ran> packagePrivate() {
            return Ran.as("package-private");
        }

        @ProcessAsync
        protected CompletableFuture<Ran> isProtected() {
            return Ran.as("protected");
        }
    }

    /** Declared by a bean method as the interface, which has no annotation. */
    interface Plain {
        CompletableFuture<Ran> behindAnInterface();
    }

    static class Behind implements Plain {
        @Override
        @ProcessAsync
        public CompletableFuture<Ran> behindAnInterface() {
            return Ran.as("behind an interface");
        }
    }

    static class Product {
        @ProcessAsync
        public CompletableFuture<Ran> ofAProduct() {
            return Ran.as("of a product");
        }
    }

    interface Client {
        @ProcessAsync
        CompletableFuture<Ran> ofADynamicProxy();
    }

    interface Remote {
        @ProcessAsync
        CompletableFuture<Ran> answer();
    }

    interface Repository {
        @ProcessAsync
        CompletableFuture<Ran> answer();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @ProcessAsync(queueTimeout = "${the.time}")
    @interface Elsewhere {
        @AliasFor(annotation = ProcessAsync.class, attribute = "timeout")
        String within();

        @AliasFor(annotation = ProcessAsync.class, attribute = "pool")
        String on() default "${the.pool}";
    }

    static class Composed {
        @Elsewhere(within = "${the.time}")
        public CompletableFuture<String> where() {
            TaskContext context = TaskContext.current();
            return CompletableFuture.completedFuture(
                    context.pool() + " " + context.remaining().plusMinutes(1).toMinutes());
        }
    }

    static class Returns {
        @ProcessAsync
        public Future<Ran> future() {
            FutureTask<Ran> task = new FutureTask<>(() -> Ran.as("Future").get());
            new Thread(task).start();
            return task;
        }

        @ProcessAsync
        public CompletionStage<Ran> stage() {
            return Ran.as("CompletionStage").minimalCompletionStage();
        }

        @ProcessAsync
        public ProcessTask<Long> task() {
            TaskContext.current().progress(1, 2, "half");
            return ProcessTask.completed(TaskContext.current().taskId());
        }

        @ProcessAsync
        public void refuses() {
            throw new IllegalStateException("void and refused");
        }

        @ProcessAsync
        public Mono<Ran> mono(String what) {
            return Mono.delay(Duration.ofMillis(1)).then(Mono.fromFuture(Ran.as(what)));
        }

        @ProcessAsync
        public Mono<Long> taskId() {
            return Mono.just(TaskContext.current().taskId());
        }

        @ProcessAsync
        public Mono<String> nothing() {
            return Mono.empty();
        }

        @ProcessAsync
        public Mono<String> fails() {
            return Mono.error(new UnsupportedOperationException("on purpose"));
        }

        @ProcessAsync("other")
        public Mono<String> never(int port) throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream().write('s');
            return Mono.<String>never().doOnCancel(() -> tell(socket, 'd'));
        }

        @ProcessAsync("other")
        public Future<String> neverEnding(int port) throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream().write('s');
            return new FutureTask<>(() -> "never") {
                @Override
                protected void done() {
                    tell(socket, 'd');
                }
            };
        }

        private static void tell(Socket socket, int what) {
            try (socket) {
                socket.getOutputStream().write(what);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static class Inner {
        @ProcessAsync("other")
        public CompletableFuture<String> thread() {
            return CompletableFuture.completedFuture(Thread.currentThread().getName());
        }

        @ProcessAsync
        public void refuses() {
            throw new IllegalStateException("at the call");
        }
    }

    static class Outer {
        private final Inner inner;
        private final ProcessTaskExecutor executor;

        Outer(Inner inner, @Qualifier("processTaskExecutor") ProcessTaskExecutor executor) {
            this.inner = inner;
            this.executor = executor;
        }

        @ProcessAsync
        public CompletableFuture<List<String>> threads() throws Exception {
            BlockingQueue<String> executed = new LinkedBlockingQueue<>();
            executor.execute(() -> executed.add(Thread.currentThread().getName()));
            Callable<String> name = () -> Thread.currentThread().getName();
            return CompletableFuture.completedFuture(List.of(
                    Thread.currentThread().getName(),
                    inner.thread().join(),
                    executed.remove(),
                    executor.submit(name).get(),
                    executor.submitCompletable(name).get()));
        }

        @ProcessAsync
        public CompletableFuture<List<String>> refusals() {
            return CompletableFuture.completedFuture(List.of(refusal(executor::pool), refusal(inner::refuses)));
        }

        private static String refusal(Runnable call) {
            try {
                call.run();
                return "none";
            } catch (RejectedExecutionException | IllegalStateException e) {
                return String.valueOf(e.getMessage());
            }
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({
        OfGenericInterface.class,
        OfGenericClass.class,
        ByInterface.class,
        ByClass.class,
        Overloads.class,
        Composed.class,
        Returns.class,
        Inner.class,
        Outer.class
    })
    static class Application {
        @Bean
        Plain plain() {
            return new Behind();
        }

        @Bean
        FactoryBean<Product> product() {
            return new FactoryBean<>() {
                @Override
                public Product getObject() {
                    return new Product();
                }

                @Override
                public Class<?> getObjectType() {
                    return Product.class;
                }
            };
        }

        @Bean
        FactoryBean<Client> client() {
            return new FactoryBean<>() {
                @Override
                public Client getObject() {
                    return (Client) Proxy.newProxyInstance(
                            Client.class.getClassLoader(),
                            new Class<?>[] {Client.class},
                            (proxy, method, arguments) -> answer(method));
                }

                @Override
                public Class<?> getObjectType() {
                    return Client.class;
                }
            };
        }

        /** A proxy whose target has no such method: its advice answers. */
        @Bean
        Repository repository() {
            ProxyFactory factory = new ProxyFactory(Repository.class, answering("of a repository"));
            factory.setTarget("repository");
            return (Repository) factory.getProxy();
        }

        /** The same without any target. */
        @Bean
        Remote remote() {
            return ProxyFactory.getProxy(Remote.class, answering("of a remote service"));
        }

        private static MethodInterceptor answering(String what) {
            return invocation ->
                    invocation.getMethod().getName().equals("answer") ? Ran.as(what) : invocation.proceed();
        }

        private static Object answer(Method method) {
            return method.getName().equals("ofADynamicProxy") ? Ran.as("of a dynamic proxy") : "client";
        }
    }

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Returns returns;

    private static void inAChild(String what, Future<Ran> ran) throws Exception {
        Ran result = ran.get();
        assertThat(result.what()).isEqualTo(what);
        assertThat(result.pid()).isNotEqualTo(ProcessHandle.current().pid());
    }

    @Test
    @SuppressWarnings("unchecked")
    void genericInterfacesAndTheirBridgeMethods() throws Exception {
        Generic<List<Integer>, Ran> bean = context.getBean(Generic.class);
        assertThat(AopUtils.isJdkDynamicProxy(bean)).isTrue();
        inAChild("sum 6", bean.apply(List.of(1, 2, 3)));
    }

    @Test
    @SuppressWarnings("unchecked")
    void genericSuperclassesTheirBridgeMethodsAndInheritedMethods() throws Exception {
        Template<Duration> bean = context.getBean(Template.class);
        assertThat(AopUtils.isCglibProxy(bean)).isTrue();
        inAChild("made of PT3S", bean.make(Duration.ofSeconds(3)));
        inAChild("inherited by OfGenericClass", bean.inherited());
    }

    @ParameterizedTest
    @ValueSource(classes = {ByInterface.class, ByClass.class})
    void annotatedInterfacesAndDefaultMethodsWithBothKindsOfProxy(Class<?> type) throws Exception {
        Object bean = context.getBean(type.getName());
        assertThat(AopUtils.isCglibProxy(bean)).isEqualTo(type == ByClass.class);
        inAChild("of the type", ((AnnotatedType) bean).ofTheType());
        inAChild("default", ((Defaults) bean).kept());
        inAChild("overridden", ((Defaults) bean).overridden());
    }

    @Test
    void overloads() throws Exception {
        Overloads bean = context.getBean(Overloads.class);
        inAChild("int", bean.take(1));
        inAChild("Integer", bean.take(Integer.valueOf(1)));
        inAChild("long... of 2", bean.take(1L, 2L));
        inAChild("String[][]", bean.take(new String[][] {{"a"}}));
        inAChild("List", bean.take(List.of("a")));
        inAChild("List and int", bean.take(List.of("a"), 0));
    }

    @Test
    void methodsThatAreNotPublic() throws Exception {
        inAChild("package-private", context.getBean(Overloads.class).packagePrivate());
        inAChild("protected", context.getBean(Overloads.class).isProtected());
    }

    @Test
    void beansWhoseDeclaredTypeDoesNotShowTheAnnotation() throws Exception {
        inAChild("behind an interface", context.getBean(Plain.class).behindAnInterface());
    }

    @Test
    void productsOfFactoryBeansAndProxiesWithoutTarget() throws Exception {
        inAChild("of a product", context.getBean(Product.class).ofAProduct());
        inAChild("of a dynamic proxy", context.getBean(Client.class).ofADynamicProxy());
        inAChild("of a remote service", context.getBean(Remote.class).answer());
        inAChild("of a repository", context.getBean(Repository.class).answer());
    }

    @Test
    void aComposedAnnotationWithPlaceholders() throws Exception {
        assertThat(context.getBean(Composed.class).where().get()).isEqualTo("other 77");
        ProcessAsyncMethod read = ProcessAsyncMethod.read(
                "composed",
                Composed.class,
                Composed.class.getMethod("where"),
                context.getEnvironment()::resolveRequiredPlaceholders);
        assertThat(read.options().queueTimeout()).isEqualTo(Duration.ofMinutes(77));
    }

    @Test
    void futuresAndStages() throws Exception {
        inAChild("Future", returns.future());
        inAChild("CompletionStage", returns.stage().toCompletableFuture());
    }

    @Test
    void theFailureOfAVoidMethodIsLoggedWhereTheApplicationHasNoHandler() throws Exception {
        try (LogLines log = new LogLines(SimpleAsyncUncaughtExceptionHandler.class)) {
            returns.refuses();
            assertThat(log.next().getThrowableProxy().getMessage()).isEqualTo("void and refused");
        }
    }

    @Test
    void aProcessTaskTellsItsNumberItsWorkerAndItsProgress() throws Exception {
        BlockingQueue<String> progress = new LinkedBlockingQueue<>();
        ProcessTask<Long> task = returns.task().onProgress(step -> progress.add(step.message()));
        assertThat(task.get()).isEqualTo(task.taskId());
        assertThat(task.attempt()).isOne();
        assertThat(task.workerPid()).isPositive();
        assertThat(progress.poll(60, TimeUnit.SECONDS)).isEqualTo("half");
    }

    @Test
    void aMonoIsATaskForEachSubscription() throws Exception {
        Mono<Ran> mono = returns.mono("Mono");
        inAChild("Mono", mono.toFuture());
        Mono<Long> taskId = returns.taskId();
        assertThat(List.of(taskId.block(), taskId.block())).doesNotHaveDuplicates();
        assertThat(returns.nothing().blockOptional()).isEmpty();
    }

    @Test
    void aMonoFailsAsItsMethodDoes() {
        Throwable failure = returns.fails().materialize().block().getThrowable();
        assertThat(failure)
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessage("on purpose");
    }

    @Test
    void theDisposalOfAMonoReachesTheSubscriptionInTheChild() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(60_000);
            Disposable subscription = returns.never(server.getLocalPort()).subscribe();
            try (Socket child = server.accept()) {
                child.setSoTimeout(30_000);
                assertThat(child.getInputStream().read()).isEqualTo('s');
                subscription.dispose();
                assertThat(child.getInputStream().read()).isEqualTo('d');
            }
        }
    }

    @Test
    void theCancelOfAFutureReachesTheFutureInTheChild() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(60_000);
            Future<String> task = returns.neverEnding(server.getLocalPort());
            try (Socket child = server.accept()) {
                child.setSoTimeout(30_000);
                assertThat(child.getInputStream().read()).isEqualTo('s');
                assertThat(task.cancel(true)).isTrue();
                assertThat(child.getInputStream().read()).isEqualTo('d');
            }
        }
    }

    @Test
    void aCallInsideOfAChildRunsInPlace() throws Exception {
        List<String> threads = context.getBean(Outer.class).threads().get();
        assertThat(threads).hasSize(5).containsOnly(threads.get(0)).allMatch(name -> name.startsWith("default-task-"));
    }

    @Test
    void aChildHasNoPoolAndAFailureInPlaceIsThrownAtTheCall() throws Exception {
        List<String> refusals = context.getBean(Outer.class).refusals().get();
        assertThat(refusals)
                .satisfiesExactly(
                        pool -> assertThat(pool).contains("there is no pool").contains("run here"),
                        inner -> assertThat(inner).isEqualTo("at the call"));
    }
}
