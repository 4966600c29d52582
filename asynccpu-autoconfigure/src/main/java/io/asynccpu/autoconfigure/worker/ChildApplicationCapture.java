package io.asynccpu.autoconfigure.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;

/** Leaves a {@link ChildApplication} in each context that a {@code SpringApplication} makes. */
final class ChildApplicationCapture implements SpringApplicationRunListener {

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
        ChildApplication child = new ChildApplication(main, application, context, arguments);
        context.getBeanFactory().registerSingleton(ChildApplication.BEAN_NAME, child);
    }
}
