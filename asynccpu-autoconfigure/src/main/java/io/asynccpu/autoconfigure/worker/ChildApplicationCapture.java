package io.asynccpu.autoconfigure.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;

/** Listener that registers a {@link ChildApplication} in each context that a {@code SpringApplication} creates. */
final class ChildApplicationCapture implements SpringApplicationRunListener {

    private final SpringApplication application;
    private final List<String> arguments;
    private final ParentRun run;

    ChildApplicationCapture(SpringApplication application, String[] arguments) {
        this.application = application;
        this.arguments = List.of(arguments);
        this.run = ParentRun.begin(application, this.arguments);
    }

    /** At this event, the first one at which a message about a missing main is logged. */
    @Override
    public void contextLoaded(ConfigurableApplicationContext context) {
        run.loaded(context);
        ParentMain main = ParentMain.find(arguments, ParentRun.sources(application));
        ChildApplication child = new ChildApplication(main, application, context, arguments, run);
        context.getBeanFactory().registerSingleton(ChildApplication.BEAN_NAME, child);
    }

    @Override
    public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
        run.failed();
    }
}
