package io.asynccpu.autoconfigure.worker;

import java.lang.ref.WeakReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Run of a {@code SpringApplication} in the parent, distinguished from all others of this JVM, so that a child finds it among
 * those of its {@code main}.
 *
 * <p>States: begun, loaded, closed; or failed.
 */
final class ParentRun {

    private static final List<ParentRun> ALL = new CopyOnWriteArrayList<>();

    /** Package of Spring Cloud's own sources, which it adds again in the child, unless they are there. */
    private static final String BOOTSTRAP = "org.springframework.cloud.bootstrap.";

    private final int classLoader;
    private final Set<String> sources;
    private final List<String> arguments;
    private volatile boolean hasFailed;
    private volatile @Nullable WeakReference<ConfigurableApplicationContext> context;

    private ParentRun(SpringApplication application, List<String> arguments) {
        // A restart by devtools is a different application.
        this.classLoader = System.identityHashCode(application.getClassLoader());
        this.sources = names(sources(application));
        this.arguments = arguments;
    }

    /** Called before the listeners of the run, so that its sources are those that the run in the child has then. */
    static ParentRun begin(SpringApplication application, List<String> arguments) {
        ParentRun run = new ParentRun(application, arguments);
        ALL.add(run);
        return run;
    }

    void loaded(ConfigurableApplicationContext loaded) {
        context = new WeakReference<>(loaded);
    }

    void failed() {
        hasFailed = true;
    }

    private boolean isClosed() {
        WeakReference<ConfigurableApplicationContext> reference = context;
        ConfigurableApplicationContext loaded = reference == null ? null : reference.get();
        return reference != null && (loaded == null || loaded.isClosed());
    }

    /** As known at this moment: concurrent runs may begin, or fail. */
    ChildSettings.RunSelector selector(ParentMain main) {
        List<ParentRun> alike = ALL.stream()
                .filter(run -> run.classLoader == classLoader && run.sources.equals(sources))
                .toList();
        List<ParentRun> same =
                alike.stream().filter(run -> run.arguments.equals(arguments)).toList();
        // A run without others like it may have arguments that main computes anew.
        boolean isAlone = same.size() == alike.size();
        return new ChildSettings.RunSelector(
                List.copyOf(sources), isAlone, main.isTheJvms() ? earlier(same, main.isOnStack()) : 0);
    }

    /**
     * Failed runs do not count, as main may try again, and in a child they do not fail for the same reason. Away from main's
     * stack closed runs do not count either, as this run is their restart, and a child's run is never closed.
     */
    private int earlier(List<ParentRun> same, boolean isOnStack) {
        return (int) same.subList(0, same.indexOf(this)).stream()
                .filter(run -> !run.hasFailed && (isOnStack || !run.isClosed()))
                .count();
    }

    /** Sources except those of Spring Cloud. */
    static Set<Object> sources(SpringApplication application) {
        Set<Object> own = new LinkedHashSet<>(application.getAllSources());
        own.removeIf(source -> name(source).startsWith(BOOTSTRAP));
        return own;
    }

    static Set<String> names(Set<Object> sources) {
        Set<String> names = new LinkedHashSet<>();
        for (Object source : sources) {
            names.add(name(source));
        }
        return names;
    }

    static String name(Object source) {
        return source instanceof Class<?> type ? type.getName() : source.toString();
    }
}
