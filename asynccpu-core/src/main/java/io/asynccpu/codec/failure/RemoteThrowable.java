package io.asynccpu.codec.failure;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks in a log like a throwable of another JVM, whose class need not exist here. */
public class RemoteThrowable extends Throwable {

    private static final long serialVersionUID = 1L;

    private static final Set<String> OWN_LOADERS = Set.of("app", "platform");

    private final String className;
    private final transient FailureData data;

    /** Also for {@link NamedThrowables}. */
    protected RemoteThrowable(FailureData data, @Nullable Throwable cause) {
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
                data.frames().stream().map(RemoteThrowable::localForm).toArray(StackTraceElement[]::new));
        data.suppressed().forEach(each -> throwable.addSuppressed(of(each)));
        return throwable;
    }

    /** Prints like a frame of this JVM: only there the JVM leaves out its own loaders and the version of its modules. */
    static StackTraceElement localForm(StackTraceElement frame) {
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

    FailureData data() {
        return data;
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
