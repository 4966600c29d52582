package io.asynccpu.worker;

import io.asynccpu.api.TaskCodec;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.codec.FunctionCodec;
import io.asynccpu.codec.JacksonCodec;
import io.asynccpu.codec.JavaCodec;
import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.protocol.Message;
import io.asynccpu.spi.BoundCall;
import io.asynccpu.spi.WorkerRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What stands ready in a child: the framework's runtime, the codec, and every call that was bound before. Thread-safe. */
final class Workshop {

    private final ClassLoader loader;
    private final @Nullable WorkerRuntime runtime;
    private final ObjectCodec codec;
    private final Map<String, BoundCall> bound = new ConcurrentHashMap<>();

    private Workshop(ClassLoader loader, @Nullable WorkerRuntime runtime, ObjectCodec codec) {
        this.loader = loader;
        this.runtime = runtime;
        this.codec = codec;
    }

    /** Starts the runtime and then lets the user's configurer have its way. */
    static Workshop open(Message.Configure configuration) throws Exception {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        WorkerRuntime runtime = null;
        if (configuration.runtime() != null) {
            runtime = make(configuration.runtime(), WorkerRuntime.class, loader);
            runtime.start(configuration.runtimeSettings());
        }
        if (configuration.configurer() != null) {
            make(configuration.configurer(), WorkerConfigurer.class, loader).configure();
        }
        return new Workshop(loader, runtime, codec(configuration, runtime, loader));
    }

    private static ObjectCodec codec(
            Message.Configure configuration, @Nullable WorkerRuntime runtime, ClassLoader loader) {
        return switch (TaskCodec.valueOf(configuration.codec())) {
            case JACKSON -> new JacksonCodec(runtime == null ? List.of() : runtime.jacksonModules());
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

    /** What the message asks to be called. */
    BoundCall find(Message.Run run) throws Exception {
        if (run.function() != null) {
            return new FunctionCall(FunctionCodec.decode(run.function(), loader));
        }
        String target = String.valueOf(run.target());
        BoundCall known = bound.get(target);
        if (known == null) {
            if (runtime == null) {
                throw new IllegalStateException("This worker has no application context to find " + target + " in");
            }
            known = runtime.bind(target);
            bound.put(target, known);
        }
        return known;
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
