package io.asynccpu.compatibility;

import io.asynccpu.compatibility.Application.Plain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jpa.EntityManagerFactoryBuilder;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * All that an application shows of its executors.
 *
 * @param async the thread of a plain {@code @Async} method
 * @param ownWork the thread or the executor of what this kind of application does asynchronously by itself
 * @param jpa the executor on which JPA starts its persistence units if it is told to do so asynchronously
 * @param beans all executor beans but the starter's, with their aliases and classes
 * @param injected what points of injection get
 */
record Observation(String async, String ownWork, String jpa, List<String> beans, Map<String, String> injected) {

    /** Those beans of the starter that are executors; whoever lists all beans sees them. */
    private static final List<String> OURS =
            List.of("processTaskExecutor", "imagesProcessTaskExecutor", "asynccpuCallbackExecutor");

    static Observation of(Kind kind, AbstractApplicationContextRunner<?, ?, ?> runner) {
        AtomicReference<@Nullable Observation> seen = new AtomicReference<>();
        runner.run(context -> {
            if (context.getStartupFailure() != null) {
                throw new AssertionError("The context did not start", context.getStartupFailure());
            }
            seen.set(new Observation(
                    context.getBean(Plain.class).thread().get(10, TimeUnit.SECONDS),
                    kind.ownWork(context),
                    bootstrapExecutor(context),
                    executors(context),
                    Injection.in(context)));
        });
        return seen.get();
    }

    /** The bean, or whether there is none or several that might be meant. */
    String injectedShortly(String point) {
        String bean = injected.get(point);
        return bean.contains("expected single matching bean")
                ? "several"
                : bean.startsWith("No qualifying bean") ? "none" : bean;
    }

    private static String bootstrapExecutor(ApplicationContext context) {
        try {
            return Injection.name(
                    context.getBean(EntityManagerFactoryBuilder.class)
                            .dataSource(new SimpleDriverDataSource())
                            .packages("none")
                            .build()
                            .getBootstrapExecutor(),
                    context);
        } catch (IllegalStateException required) {
            return "refused";
        }
    }

    private static List<String> executors(ApplicationContext context) {
        return Arrays.stream(context.getBeanNamesForType(Executor.class))
                .filter(name -> !OURS.contains(name))
                .map(name -> name + " " + List.of(context.getAliases(name)) + " "
                        + context.getType(name).getSimpleName().replaceAll("\\$\\$Lambda.*", ""))
                .sorted()
                .toList();
    }
}
