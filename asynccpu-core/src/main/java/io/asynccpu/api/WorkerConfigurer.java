package io.asynccpu.api;

/**
 * Prepares a child JVM before its first task: logging, security providers, native libraries. Either a class that the pool
 * is told of, with a constructor without parameters, or, with Spring, any bean of this type in the child's context; beans come
 * first, in their order. If it throws, the worker does not start and says why.
 */
@FunctionalInterface
public interface WorkerConfigurer {

    void configure() throws Exception;
}
