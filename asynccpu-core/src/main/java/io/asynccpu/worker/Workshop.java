package io.asynccpu.worker;

import io.asynccpu.api.TaskCodec;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.codec.RawCodec;
import io.asynccpu.codec.failure.FailureCodec;
import io.asynccpu.codec.function.FunctionCodec;
import io.asynccpu.codec.jackson.JacksonCodec;
import io.asynccpu.codec.java.JavaCodec;
import io.asynccpu.context.ContextRestorer;
import io.asynccpu.protocol.Limits;
import io.asynccpu.protocol.Message;
import io.asynccpu.spi.BoundCall;
import io.asynccpu.spi.WorkerRuntime;
import io.asynccpu.state.ParentsState;
import io.asynccpu.transport.FrameChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What stands ready in a child: the framework's runtime, the codec, and every call that the parent has named. Thread-safe. */
final class Workshop {

    private final ClassLoader loader;
    private final @Nullable WorkerRuntime runtime;
    private final ObjectCodec codec;
    private final ContextRestorer context;
    private final ParentsState state;
    private final Map<Integer, KnownCall> learned = new ConcurrentHashMap<>();

    private Workshop(ClassLoader loader, @Nullable WorkerRuntime runtime, ObjectCodec codec, ParentsState state) {
        this.loader = loader;
        this.runtime = runtime;
        this.codec = codec;
        this.state = state;
        this.context = new ContextRestorer(runtime == null ? List::of : runtime::contextCarriers);
    }

    /**
     * Makes everything ready; or tells the parent why not, waits until it has heard that, and gives null.
     *
     * @param given makes the runtime; null for one of the class that the configuration names, if any
     */
    static @Nullable Workshop openOrTell(
            Message.Configure configuration,
            @Nullable Supplier<? extends WorkerRuntime> given,
            ParentsState state,
            Host host,
            FrameChannel channel)
            throws IOException {
        try {
            return open(configuration, given, state, channel);
        } catch (OutOfMemoryError e) {
            host.exhausted(e);
            tell(e, channel);
            return null;
        } catch (Throwable e) {
            tell(e, channel);
            return null;
        }
    }

    private static void tell(Throwable e, FrameChannel channel) throws IOException {
        channel.send(new Message.StartFailed(FailureCodec.encode(e, new RawCodec(), Limits.FAILURE)));
        // The parent has read it when it closes the channel.
        channel.receive();
    }

    /** Takes over the parent's state, starts the runtime and then lets the user's configurer have its way. */
    private static Workshop open(
            Message.Configure configuration,
            @Nullable Supplier<? extends WorkerRuntime> given,
            ParentsState state,
            FrameChannel channel)
            throws Exception {
        state.begin(configuration.state());
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        WorkerRuntime runtime = null;
        if (given != null) {
            runtime = given.get();
        } else if (configuration.runtime() != null) {
            runtime = make(configuration.runtime(), WorkerRuntime.class, loader);
        }
        if (runtime != null) {
            runtime.start(configuration.runtimeSettings(), step -> tell(step, channel));
        }
        state.restore();
        if (configuration.configurer() != null) {
            state.configure(make(configuration.configurer(), WorkerConfigurer.class, loader));
        }
        return new Workshop(loader, runtime, codec(configuration, runtime, loader), state);
    }

    private static void tell(String step, FrameChannel channel) {
        if (step.length() > Limits.STEP) {
            throw new IllegalArgumentException(
                    "A runtime names its steps in at most " + Limits.STEP + " characters, not " + step);
        }
        try {
            channel.send(new Message.Starting(step));
        } catch (IOException e) {
            // Without a parent there is nothing to start for.
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectCodec codec(
            Message.Configure configuration, @Nullable WorkerRuntime runtime, ClassLoader loader) {
        return switch (TaskCodec.valueOf(configuration.codec())) {
            case JACKSON -> new JacksonCodec(runtime == null ? List.of() : runtime.jacksonModules(), loader);
            case JAVA -> new JavaCodec(loader);
        };
    }

    private static <T> T make(String className, Class<T> type, ClassLoader loader) throws Exception {
        var constructor = Class.forName(className, true, loader).getDeclaredConstructor();
        constructor.setAccessible(true);
        return type.cast(constructor.newInstance());
    }

    ObjectCodec codec() {
        return codec;
    }

    /** What tasks bring along from the threads that submitted them. */
    ContextRestorer context() {
        return context;
    }

    /** What tasks take over from their parent's JVM. */
    ParentsState state() {
        return state;
    }

    /** From now on the number means that call. */
    void learn(Message.Learn learn) {
        learned.put(learn.callId(), new KnownCall(learn.call()));
    }

    /** What the message asks to be called. */
    KnownCall find(Message.Run run) throws Exception {
        KnownCall call = run.call() == null ? learned.get(run.callId()) : new KnownCall(run.call());
        if (call == null) {
            throw new IllegalStateException("The parent did not say what call " + run.callId() + " is");
        }
        return call;
    }

    /** Name of what the message asks to be called. */
    String nameOf(Message.Run run) {
        KnownCall known = learned.get(run.callId());
        return run.call() != null ? run.call().name() : known == null ? "unknown" : known.name();
    }

    /** A call that many tasks make, or only one. Bound when it is needed, so that a failure is that of the task. */
    final class KnownCall {

        private final Message.Call call;
        private volatile @Nullable BoundCall bound;

        KnownCall(Message.Call call) {
            this.call = call;
        }

        String name() {
            return call.name();
        }

        BoundCall bound() {
            return Objects.requireNonNull(bound);
        }

        /**
         * Links a function; initializers of its class run, if it is the first to need them.
         *
         * @return false if it was bound already
         */
        boolean bind() throws Exception {
            boolean isNew = bound == null;
            if (isNew) {
                bound = call.function() == null
                        ? runtime().bind(String.valueOf(call.target()))
                        : new FunctionCall(FunctionCodec.decode(call.function(), loader));
            }
            return isNew;
        }

        /** Also does what else would be left to the first call. */
        void prepare() throws Exception {
            if (bound instanceof FunctionCall function) {
                function.initialize();
            }
        }

        private WorkerRuntime runtime() {
            if (runtime == null) {
                throw new IllegalStateException(
                        "This worker has no application context to find " + call.target() + " in");
            }
            return runtime;
        }
    }

    void close() {
        if (runtime == null) {
            return;
        }
        try {
            runtime.close();
        } catch (Exception e) {
            throw new IllegalStateException("The worker's runtime did not close", e);
        }
    }
}
