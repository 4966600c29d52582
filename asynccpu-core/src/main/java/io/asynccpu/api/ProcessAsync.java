package io.asynccpu.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a bean method that runs in a child JVM of a process pool. On a class: all its public methods, except those that
 * Spring or Java calls by itself, such as callbacks, event listeners and scheduled methods.
 *
 * <p>The method returns {@code CompletableFuture}, {@code CompletionStage}, {@code Future}, {@link ProcessTask},
 * {@code void} or Reactor's {@code Mono}; each subscription to a {@code Mono} is a task of its own. Arguments and
 * result cross the process boundary by the pool's codec, so they are copies. Every string may contain {@code ${…}}
 * placeholders. An attribute on a method overrides the one on its class; an empty one means the pool's setting.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface ProcessAsync {

    /** Name of the pool; empty means the default pool. Same as {@link #pool()}. */
    String value() default "";

    /** Name of the pool; empty means the default pool. Same as {@link #value()}. */
    String pool() default "";

    /**
     * How long the task may run, such as {@code 30s} or {@code PT30S}, counted from its start in the worker, after its
     * bean has been created there; whatever the bean creates at the call is included.
     */
    String timeout() default "";

    /** How long the task may wait for a worker, counted from its submission, such as {@code 5s}. */
    String queueTimeout() default "";

    /** How often the task may be started if its worker dies while it runs; 0 means the pool's setting (default 1). */
    int maxAttempts() default 0;
}
