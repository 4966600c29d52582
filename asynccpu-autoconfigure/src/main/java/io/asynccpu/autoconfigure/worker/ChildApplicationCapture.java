package io.asynccpu.autoconfigure.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/** Leaves a {@link ChildApplication} in each context that a {@code SpringApplication} makes. */
final class ChildApplicationCapture implements SpringApplicationRunListener {

    private final SpringApplication application;
    private final List<String> arguments;

    ChildApplicationCapture(SpringApplication application, String[] arguments) {
        this.application = application;
        this.arguments = List.of(arguments);
    }

    @Override
    public void contextLoaded(ConfigurableApplicationContext context) {
        List<String> classes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Object source : application.getAllSources()) {
            if (source instanceof Class<?> type) {
                classes.add(type.getName());
            } else {
                names.add(source.toString());
            }
        }
        ChildApplication child =
                new ChildApplication(mainClass(classes), classes, names, arguments, context.getEnvironment());
        context.getBeanFactory().registerSingleton(ChildApplication.BEAN_NAME, child);
    }

    /**
     * The class whose {@code main} belongs to these sources. The one that Boot found on the stack may be that of a test
     * runner, or a test class without any.
     */
    private @Nullable String mainClass(List<String> sourceClasses) {
        Class<?> main = application.getMainApplicationClass();
        return main != null
                        && MainMethod.find(main) != null
                        && sourceClasses.stream().anyMatch(isNear(main))
                ? main.getName()
                : null;
    }

    /** A main method in another package tree than all sources has nothing to do with the application. */
    private static Predicate<String> isNear(Class<?> main) {
        String home = ClassUtils.getPackageName(main) + ".";
        return source -> {
            String other = ClassUtils.getPackageName(source) + ".";
            return source.equals(main.getName()) || home.startsWith(other) || other.startsWith(home);
        };
    }
}
