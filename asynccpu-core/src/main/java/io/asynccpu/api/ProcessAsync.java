package io.asynccpu.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a bean method that runs in a child JVM of a process pool. On a class: all its public methods, but
 * not those that Spring or Java calls by itself, such as callbacks, event listeners and scheduled methods.
 *
 * <p>The method returns {@code CompletableFuture}, {@code CompletionStage}, {@code Future}, {@link ProcessTask},
 * {@code void} or Reactor's {@code Mono}, each subscription to which is a task of its own. Arguments and result cross the process boundary by the pool's codec, so they are copies. Every string
 * may hold {@code ${…}} placeholders. An attribute on a method wins over the one on its class; one that is left empty
 * takes the pool's setting.
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
     * How long the task may run, such as {@code 30s} or {@code PT30S}, counted from its start in the worker, once its bean is made
     * there; what the bean makes only when it is called is part of it.
     */
    String timeout() default "";

    /** How long the task may wait for a worker, counted from its submission, such as {@code 5s}. */
    String queueTimeout() default "";

    /** How often the task may be started when its worker dies under it; 0 means the pool's setting (default 1). */
    int maxAttempts() default 0;
}
