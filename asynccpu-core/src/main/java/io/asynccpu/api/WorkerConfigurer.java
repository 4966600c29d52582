package io.asynccpu.api;

/**
 * Prepares a child JVM before its first task: logging, security providers, native libraries. Needs a constructor
 * without parameters. If it throws, the worker does not start and says why.
 */
@FunctionalInterface
public interface WorkerConfigurer {

    void configure() throws Exception;
}
