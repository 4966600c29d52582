package io.asynccpu.internal.codec.failure;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A throwable of another JVM that is printed like one of this JVM, although its class need not exist here. */
public class RemoteThrowable extends Throwable {

    private static final long serialVersionUID = 1L;

    private static final Set<String> OWN_LOADERS = Set.of("app", "platform");

    private final String className;
    private final transient FailureData data;

    /** Also called by {@link StandInClass}. */
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

    /** The frame in the form in which this JVM prints its own: without the JVM's own loaders and module versions. */
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

    /** Does nothing: the stack is that of the other JVM. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }

    /** Like that of every other throwable, with the class name of the other JVM. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return getMessage() == null ? className : className + ": " + getMessage();
    }
}
