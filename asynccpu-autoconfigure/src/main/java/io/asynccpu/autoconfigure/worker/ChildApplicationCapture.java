package io.asynccpu.autoconfigure.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;

/** Leaves a {@link ChildApplication} in each context that a {@code SpringApplication} makes. */
final class ChildApplicationCapture implements SpringApplicationRunListener {

    /** How many applications of a kind main has run. */
    private static final Map<String, Integer> RUN = new ConcurrentHashMap<>();

    private final SpringApplication application;
    private final List<String> arguments;
    private final @Nullable ParentMain main;

    ChildApplicationCapture(SpringApplication application, String[] arguments) {
        this.application = application;
        this.arguments = List.of(arguments);
        this.main = ParentMain.find(this.arguments);
    }

    @Override
    public void contextLoaded(ConfigurableApplicationContext context) {
        int earlier = isCounted() ? RUN.getOrDefault(kind(), 0) : 0;
        ChildApplication child = new ChildApplication(main, application, context, arguments, earlier);
        context.getBeanFactory().registerSingleton(ChildApplication.BEAN_NAME, child);
    }

    /** One that has failed does not count, as main may try again, and in a child it does not fail for the same reason. */
    @Override
    public void ready(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
        if (isCounted()) {
            RUN.merge(kind(), 1, Integer::sum);
        }
    }

    /** Whoever else calls a main may do so again. */
    private boolean isCounted() {
        return main != null && main.isTheJvms();
    }

    /** Restarted by devtools it is another one. */
    private String kind() {
        return System.identityHashCode(application.getClassLoader()) + " " + application.getAllSources();
    }
}
