package io.asynccpu.autoconfigure.worker;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Listener that passes each {@code SpringApplication} of a child to its {@link QuietRun}, whatever thread it runs in; a hook
 * would see the applications of one thread. The last listener, as nothing happens after it. No effect in a parent.
 */
final class QuietRunListener implements SpringApplicationRunListener, Ordered {

    private final SpringApplicationRunListener listener;

    QuietRunListener(SpringApplication application, String[] arguments) {
        QuietRun run = QuietRun.ofThisThread();
        listener =
                run == null ? new SpringApplicationRunListener() {} : run.listenerOf(application, List.of(arguments));
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void starting(ConfigurableBootstrapContext bootstrapContext) {
        listener.starting(bootstrapContext);
    }

    @Override
    public void environmentPrepared(
            ConfigurableBootstrapContext bootstrapContext, ConfigurableEnvironment environment) {
        listener.environmentPrepared(bootstrapContext, environment);
    }

    @Override
    public void contextLoaded(ConfigurableApplicationContext context) {
        listener.contextLoaded(context);
    }

    @Override
    public void started(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
        listener.started(context, timeTaken);
    }

    @Override
    public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
        listener.failed(context, exception);
    }
}
