package io.asynccpu.api;

/**
 * Prepares a child JVM before its first task: logging, security providers, native libraries. Either a class with a
 * constructor without parameters that the pool is configured with, or, with Spring, any bean of this type in the
 * child's context; beans are called first, in their order. If it throws, the worker does not start and reports the
 * exception.
 */
@FunctionalInterface
public interface WorkerConfigurer {

    void configure() throws Exception;
}
