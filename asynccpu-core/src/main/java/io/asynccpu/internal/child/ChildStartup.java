package io.asynccpu.internal.child;

import io.asynccpu.api.TaskCodec;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.RawCodec;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import io.asynccpu.internal.codec.java.JavaCodec;
import io.asynccpu.internal.protocol.Limits;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.state.ParentJvmState;
import io.asynccpu.spi.WorkerRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The stage of a worker's start between its configuration and its first task: state, runtime, configurer, codec. */
final class ChildStartup {

    private final Message.Configure configuration;
    private final @Nullable Supplier<? extends WorkerRuntime> given;
    private final ParentJvmState state;
    private final HostJvm host;
    private final FrameChannel channel;

    /**
     * @param given creates the runtime; null for one of the class that the configuration names, if any
     */
    ChildStartup(
            Message.Configure configuration,
            @Nullable Supplier<? extends WorkerRuntime> given,
            ParentJvmState state,
            HostJvm host,
            FrameChannel channel) {
        this.configuration = configuration;
        this.given = given;
        this.state = state;
        this.host = host;
        this.channel = channel;
    }

    /** Returns null if the start has failed and the parent has been told why. */
    @Nullable
    TaskEnvironment run() throws IOException {
        try {
            return start();
        } catch (OutOfMemoryError e) {
            host.exhausted(e);
            report(e);
            return null;
        } catch (Throwable e) {
            report(e);
            return null;
        }
    }

    private TaskEnvironment start() throws Exception {
        state.begin(configuration.state());
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        WorkerRuntime runtime = runtime(loader);
        if (runtime != null) {
            runtime.start(configuration.runtimeSettings(), this::report);
        }
        state.reapply();
        if (configuration.configurer() != null) {
            state.configure(create(configuration.configurer(), WorkerConfigurer.class, loader));
        }
        return TaskEnvironment.of(runtime, codec(runtime, loader), loader, state);
    }

    private @Nullable WorkerRuntime runtime(ClassLoader loader) throws Exception {
        if (given != null) {
            return given.get();
        }
        return configuration.runtime() == null ? null : create(configuration.runtime(), WorkerRuntime.class, loader);
    }

    private ObjectCodec codec(@Nullable WorkerRuntime runtime, ClassLoader loader) {
        return switch (TaskCodec.valueOf(configuration.codec())) {
            case JACKSON -> new JacksonCodec(runtime == null ? List.of() : runtime.jacksonModules(), loader);
            case JAVA -> new JavaCodec(loader);
        };
    }

    private static <T> T create(String className, Class<T> type, ClassLoader loader) throws Exception {
        var constructor = Class.forName(className, true, loader).getDeclaredConstructor();
        constructor.setAccessible(true);
        return type.cast(constructor.newInstance());
    }

    private void report(Throwable failure) throws IOException {
        channel.send(new Message.StartFailed(FailureCodec.encode(failure, new RawCodec(), Limits.FAILURE)));
        // Waits for the end of the channel: the parent closes it once it has read the failure.
        channel.receive();
    }

    private void report(String step) {
        if (step.length() > Limits.STEP) {
            throw new IllegalArgumentException(
                    "The name of a step has at most " + Limits.STEP + " characters, which is exceeded by " + step);
        }
        try {
            channel.send(new Message.Starting(step));
        } catch (IOException e) {
            // Without a parent the start has no purpose.
            throw new UncheckedIOException(e);
        }
    }
}
