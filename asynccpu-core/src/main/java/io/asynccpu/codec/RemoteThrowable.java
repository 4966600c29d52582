package io.asynccpu.codec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks in a log like a throwable of another JVM, whose class need not exist here. */
public final class RemoteThrowable extends Throwable {

    private static final long serialVersionUID = 1L;

    private static final Set<String> OWN_LOADERS = Set.of("app", "platform");

    private final String className;
    private final transient FailureData data;

    private RemoteThrowable(FailureData data, @Nullable Throwable cause) {
        super(data.message(), cause);
        className = data.className();
        this.data = data;
    }

    static RemoteThrowable of(FailureData.Report report) {
        return of(report.failure());
    }

    private static RemoteThrowable of(FailureData data) {
        RemoteThrowable throwable = new RemoteThrowable(data, data.cause() == null ? null : of(data.cause()));
        throwable.setStackTrace(
                data.frames().stream().map(RemoteThrowable::usual).toArray(StackTraceElement[]::new));
        data.suppressed().forEach(each -> throwable.addSuppressed(of(each)));
        return throwable;
    }

    /** Prints like a frame of this JVM: only there the JVM leaves out its own loaders and the version of its modules. */
    private static StackTraceElement usual(StackTraceElement frame) {
        String loader = frame.getClassLoaderName();
        String module = frame.getModuleName();
        boolean own = module != null && (module.startsWith("java.") || module.startsWith("jdk."));
        return new StackTraceElement(
                loader == null || OWN_LOADERS.contains(loader) ? null : loader,
                module,
                own ? null : frame.getModuleVersion(),
                frame.getClassName(),
                frame.getMethodName(),
                frame.getFileName(),
                frame.getLineNumber());
    }

    /**
     * The same, and each that can be is of the class that it had, for what looks at classes. Those are found and made as for a
     * task's failure.
     */
    public Throwable ofItsClass(ClassLoader loader) {
        return new ThrowableBuilder(loader, RemoteThrowable::new, RemoteThrowable::usual)
                .build(new FailureData.Report(data, List.of()));
    }

    /** Names of the classes of it, its causes and suppressed ones in the other JVM. */
    public Set<String> classNames() {
        Set<String> names = new HashSet<>();
        addNames(data, names);
        return names;
    }

    private static void addNames(FailureData data, Set<String> names) {
        names.add(data.className());
        if (data.cause() != null) {
            addNames(data.cause(), names);
        }
        data.suppressed().forEach(each -> addNames(each, names));
    }

    /** Name of its class in the other JVM. */
    public String className() {
        return className;
    }

    /** Its stack is that of the other JVM. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }

    /** As every other throwable says it; the class is no part of its message. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return getMessage() == null ? className : className + ": " + getMessage();
    }
}
