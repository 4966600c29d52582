package io.asynccpu.autoconfigure.worker;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/**
 * An application, and ways to write its {@code main}. In its child each says what of {@code main} has worked there; then the
 * application ends.
 */
@SuppressWarnings({"DoNotCallSuggester", "SystemExitOutsideMain", "FutureReturnValueIgnored"})
public final class WaysOfMain {

    /** Its configuration. */
    public static final Class<?> APPLICATION = App.class;

    /** What no class can make again. */
    public static final ApplicationContextInitializer<ConfigurableApplicationContext> LAMBDA =
            context -> mark(context, "lambda");

    private static final Path DIRECTORY = Path.of("").toAbsolutePath();

    private WaysOfMain() {}

    static void mark(ConfigurableApplicationContext context, String what) {
        context.getBeanFactory().registerSingleton("mark of " + what, what);
    }

    /** A bean of the application. */
    public static class Probe {

        private final ApplicationContext context;

        Probe(ApplicationContext context) {
            this.context = context;
        }

        /** What has marked the context, and the flags of it. */
        @ProcessAsync
        public CompletableFuture<String> look() {
            TreeSet<String> marks = new TreeSet<>();
            for (ApplicationContext at = context; at != null; at = at.getParent()) {
                ConfigurableListableBeanFactory beans =
                        (ConfigurableListableBeanFactory) at.getAutowireCapableBeanFactory();
                for (String name : beans.getSingletonNames()) {
                    if (name.startsWith("mark of ")) {
                        marks.add(name.substring("mark of ".length()));
                    }
                }
            }
            DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getAutowireCapableBeanFactory();
            if (beans.isAllowCircularReferences()) {
                marks.add("circular");
            }
            if (beans.getSingleton("org.springframework.context.annotation.internalConfigurationBeanNameGenerator")
                    != null) {
                marks.add("names");
            }
            if (context.getEnvironment().containsProperty("by.default")) {
                marks.add("default");
            }
            Synchronized.touch();
            return CompletableFuture.completedFuture(ProcessHandle.current().pid() + " " + marks);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AsyncCpuAutoConfiguration.class)
    static class App {

        @Bean
        Probe probe(ApplicationContext context) {
            return new Probe(context);
        }

        /** In the parent. */
        @Bean
        CommandLineRunner report(Probe probe) {
            return args -> {
                if (Boolean.getBoolean("asynccpu.child")) {
                    throw new IllegalStateException("a runner in a child");
                }
                String report;
                try {
                    report = probe.look().get();
                } catch (Exception failure) {
                    report = "failed: " + failure;
                }
                Files.writeString(DIRECTORY.resolve("report.txt"), report);
            };
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    static class Upper {

        @Bean
        String upper() {
            return "upper";
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    static class Other {}

    static SpringApplication application() {
        SpringApplication application = new SpringApplication(App.class);
        application.addInitializers(LAMBDA);
        return application;
    }

    // --- those whose main works in the child ---

    static final class CatchesAndExits {
        public static void main(String[] args) {
            try {
                application().run(args);
            } catch (Throwable e) {
                System.exit(1);
            }
        }
    }

    static final class ExitsFinally {
        public static void main(String[] args) {
            try {
                application().run(args);
            } finally {
                System.exit(0);
            }
        }
    }

    static final class Retries {
        public static void main(String[] args) throws InterruptedException {
            boolean up = false;
            while (!up) {
                try {
                    application().run(args);
                    up = true;
                } catch (RuntimeException e) {
                    // As applications do that wait for another one.
                    Thread.sleep(100);
                }
            }
        }
    }

    static final class ChecksArguments {
        public static void main(String[] args) {
            if (args.length != 2 || !args[1].equals("two  words")) {
                System.exit(64);
            }
            application().run();
        }
    }

    static final class InAThread {
        public static void main(String[] args) {
            new Thread(() -> application().run(args)).start();
        }
    }

    static final class InAnExecutor {
        public static void main(String[] args) throws Exception {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            try {
                executor.submit(() -> application().run(args)).get();
            } finally {
                executor.shutdownNow();
            }
        }
    }

    static final class InTheCommonPool {
        public static void main(String[] args) {
            CompletableFuture.supplyAsync(() -> application().run(args)).join();
        }
    }

    static final class InAVirtualThread {
        public static void main(String[] args) throws Exception {
            Runnable work = () -> application().run(args);
            Thread thread = Runtime.version().feature() < 21
                    ? new Thread(work)
                    : (Thread) Thread.class
                            .getMethod("startVirtualThread", Runnable.class)
                            .invoke(null, work);
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
            thread.join();
        }
    }

    static final class Builds {
        public static void main(String[] args) {
            new SpringApplicationBuilder(App.class)
                    .initializers(LAMBDA)
                    .properties("by.default=1")
                    .run(args);
        }
    }

    static final class HasAParent {
        public static void main(String[] args) {
            new SpringApplicationBuilder(Upper.class)
                    .initializers(context -> mark(context, "parent"))
                    .child(App.class)
                    .initializers(LAMBDA)
                    .run(args);
        }
    }

    static final class HasASibling {
        public static void main(String[] args) {
            new SpringApplicationBuilder(Upper.class)
                    .initializers(context -> mark(context, "parent"))
                    .child(Other.class)
                    .sibling(App.class)
                    .initializers(LAMBDA)
                    .run(args);
        }
    }

    static final class Subclasses {
        public static void main(String[] args) {
            SpringApplication application = new SpringApplication(App.class) {
                @Override
                protected void postProcessApplicationContext(ConfigurableApplicationContext context) {
                    super.postProcessApplicationContext(context);
                    mark(context, "lambda");
                }
            };
            application.run(args);
        }
    }

    static final class Augments {
        public static void main(String[] args) {
            SpringApplication.from(Inner::main).with(App.class).run(args);
        }

        static final class Inner {
            public static void main(String[] args) {
                SpringApplication application = new SpringApplication(Other.class);
                application.addInitializers(LAMBDA);
                application.run(args);
            }
        }
    }

    static final class CallsAnother {
        public static void main(String[] args) {
            System.setProperty("prepared", "true");
            Inner.main(args);
        }

        static final class Inner {
            public static void main(String[] args) {
                if (!Boolean.getBoolean("prepared")) {
                    throw new IllegalStateException("not prepared");
                }
                System.clearProperty("prepared");
                application().run(args);
            }
        }
    }

    static final class Synchronized {
        public static synchronized void main(String[] args) {
            application().run(args);
        }

        static synchronized void touch() {}
    }

    static final class RunsAnotherFirst {
        public static void main(String[] args) {
            new SpringApplication(Other.class).run(args).close();
            application().run(args);
        }
    }

    static final class RunsOneForEachTenant {
        public static void main(String[] args) {
            new SpringApplicationBuilder(App.class).run("--unseen=true").close();
            application().run(args);
        }
    }

    static final class GoesOnWithTheNextTenant {
        public static void main(String[] args) {
            try {
                new SpringApplicationBuilder(App.class)
                        .initializers(context -> {
                            if (!Boolean.getBoolean("asynccpu.child")) {
                                throw new IllegalStateException("this tenant has no database");
                            }
                        })
                        .run("--tenant=1");
            } catch (IllegalStateException e) {
                System.err.println(e);
            }
            application().run("--tenant=2");
        }
    }

    static final class Restarts {
        public static void main(String[] args) {
            ConfigurableApplicationContext context = application().run(args);
            new Thread(() -> {
                        context.close();
                        application().run(args);
                    })
                    .start();
        }
    }

    static final class ReturnsWithoutProperty {
        public static void main(String[] args) {
            if (System.getProperty("wanted") != null) {
                application().run(args);
            }
        }
    }

    // --- those whose main does not ---

    /** Of a class that has a constructor. */
    static final class ByClass
            implements ApplicationContextInitializer<ConfigurableApplicationContext>,
                    ApplicationListener<ApplicationPreparedEvent> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            mark(context, "initializer");
        }

        @Override
        public void onApplicationEvent(ApplicationPreparedEvent event) {
            mark(event.getApplicationContext(), "listener");
        }
    }

    static void runWithClasses(String... args) {
        SpringApplication application = application();
        application.addInitializers(new ByClass());
        application.addListeners(new ByClass());
        application.setBeanNameGenerator(FullyQualifiedAnnotationBeanNameGenerator.INSTANCE);
        application.setAllowCircularReferences(true);
        application.setDefaultProperties(Map.of("by.default", "1"));
        application.run(args);
    }

    /** True in the parent. */
    static boolean isFirst() {
        try {
            Files.createFile(DIRECTORY.resolve("running"));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static final class Exits {
        public static void main(String[] args) {
            if (!isFirst()) {
                System.exit(3);
            }
            runWithClasses(args);
        }
    }

    static final class Halts {
        public static void main(String[] args) {
            if (!isFirst()) {
                Runtime.getRuntime().halt(3);
            }
            runWithClasses(args);
        }
    }

    static final class Throws {
        public static void main(String[] args) {
            if (!new Scanner(System.in).nextLine().equals("go")) {
                throw new IllegalStateException("not to go");
            }
            runWithClasses(args);
        }
    }

    static final class Returns {
        public static void main(String[] args) throws IOException {
            InputStream input = System.in;
            if (input.read() >= 0) {
                runWithClasses(args);
            }
        }
    }

    static final class WaitsForAPort {
        public static void main(String[] args) throws Exception {
            Path file = DIRECTORY.resolve("port");
            boolean isFirst = isFirst();
            int port = isFirst ? 0 : Integer.parseInt(Files.readString(file));
            ServerSocket socket = null;
            while (socket == null) {
                try {
                    socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                } catch (IOException taken) {
                    // No event says that a port is free.
                    Thread.sleep(100);
                }
            }
            if (isFirst) {
                Files.writeString(file, Integer.toString(socket.getLocalPort()));
            }
            runWithClasses(args);
        }
    }

    static final class WaitsForALock {
        public static void main(String[] args) throws IOException {
            FileChannel file =
                    FileChannel.open(DIRECTORY.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (file.lock().isValid()) {
                runWithClasses(args);
            }
        }
    }

    static final class Loops {
        private static volatile long rounds;

        public static void main(String[] args) {
            boolean isFirst = isFirst();
            while (!isFirst) {
                rounds++;
            }
            runWithClasses(args);
        }
    }

    static final class HoldsALock {
        private static final ReentrantLock LOCK = new ReentrantLock();

        public static void main(String[] args) {
            LOCK.lock();
            runWithClasses(args);
        }
    }

    static final class Initializes {
        static {
            runWithClasses();
        }

        public static void main(String[] args) {}
    }

    /** Which all of them are, but the first ones. */
    static List<Class<?>> withoutMain() {
        return List.of(
                Exits.class,
                Halts.class,
                Throws.class,
                Returns.class,
                WaitsForAPort.class,
                WaitsForALock.class,
                Loops.class,
                HoldsALock.class,
                Initializes.class);
    }

    /** Those of which the child's context is marked by what main alone can make. */
    static List<Class<?>> withMain() {
        return List.of(
                CatchesAndExits.class,
                ExitsFinally.class,
                Retries.class,
                ChecksArguments.class,
                InAThread.class,
                InAnExecutor.class,
                InTheCommonPool.class,
                InAVirtualThread.class,
                Builds.class,
                HasAParent.class,
                HasASibling.class,
                Subclasses.class,
                Augments.class,
                CallsAnother.class,
                Synchronized.class,
                RunsAnotherFirst.class,
                RunsOneForEachTenant.class,
                GoesOnWithTheNextTenant.class,
                Restarts.class,
                ReturnsWithoutProperty.class,
                io.asynccpu.elsewhere.Elsewhere.class);
    }
}
