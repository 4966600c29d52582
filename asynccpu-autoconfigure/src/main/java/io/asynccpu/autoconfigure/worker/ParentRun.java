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
 * In the parent: one run of a {@code SpringApplication}, told from all others of this JVM, so that a child finds it among those
 * that its {@code main} makes.
 *
 * <p>Begun, then loaded, then closed; or failed.
 */
final class ParentRun {

    private static final List<ParentRun> ALL = new CopyOnWriteArrayList<>();

    /** Spring Cloud's own; it adds them again in the child, unless they are there. */
    private static final String BOOTSTRAP = "org.springframework.cloud.bootstrap.";

    private final int classLoader;
    private final Set<String> sources;
    private final List<String> arguments;
    private volatile boolean hasFailed;
    private volatile @Nullable WeakReference<ConfigurableApplicationContext> context;

    private ParentRun(SpringApplication application, List<String> arguments) {
        // Restarted by devtools it is another one.
        this.classLoader = System.identityHashCode(application.getClassLoader());
        this.sources = names(sources(application));
        this.arguments = arguments;
    }

    /** Before its listeners hear of it, so the sources are those that the child's has then. */
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

    /** As it is known now: of others at the same time more may begin, or fail. */
    ChildSettings.Turn turn(ParentMain main) {
        List<ParentRun> alike = ALL.stream()
                .filter(run -> run.classLoader == classLoader && run.sources.equals(sources))
                .toList();
        List<ParentRun> same =
                alike.stream().filter(run -> run.arguments.equals(arguments)).toList();
        // Alone it may have arguments that main makes up anew.
        boolean isAlone = same.size() == alike.size();
        return new ChildSettings.Turn(
                List.copyOf(sources), isAlone, main.isTheJvms() ? earlier(same, main.isOnStack()) : 0);
    }

    /**
     * Failed ones do not count, as main may try again, and in a child they do not fail for the same reason. Beside main's stack
     * closed ones do not either, as this one is what they were restarted as, and a child's is never closed.
     */
    private int earlier(List<ParentRun> same, boolean isOnStack) {
        return (int) same.subList(0, same.indexOf(this)).stream()
                .filter(run -> !run.hasFailed && (isOnStack || !run.isClosed()))
                .count();
    }

    /** But those that Spring Cloud has put there. */
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
