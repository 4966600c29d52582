package io.asynccpu.internal.codec;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channel;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Types whose objects have a meaning only in the process that created them, whatever their fields contain. */
public final class ProcessBoundTypes {

    private static final List<Class<?>> BOUND = List.of(
            InputStream.class,
            OutputStream.class,
            Reader.class,
            Writer.class,
            Channel.class,
            BaseStream.class,
            Thread.class,
            ThreadLocal.class,
            ClassLoader.class,
            Process.class,
            Lock.class,
            Executor.class,
            Future.class,
            CompletionStage.class);

    private ProcessBoundTypes() {}

    /** Why a value of this type cannot cross as an argument or result, or null if no reason is known. */
    public static @Nullable String reason(Class<?> type) {
        for (Class<?> bound : BOUND) {
            if (bound.isAssignableFrom(type)) {
                return type.getName()
                        + " belongs to the process that created it; pass the data, or a file's path, instead";
            }
        }
        if (type == Runnable.class
                || type == Callable.class
                || (type.isInterface() && type.isAnnotationPresent(FunctionalInterface.class))) {
            return type.getName() + " is code, not data; pass the data and let the task choose the code";
        }
        if (type == Class.class || type.getName().startsWith("java.lang.reflect.")) {
            return type.getName() + " would let the other side name any class; pass a name or an enum constant";
        }
        if (type.getName().startsWith("java.sql.") && type.isInterface()) {
            return type.getName() + " is bound to a connection of this process; open it in the task";
        }
        return null;
    }
}
