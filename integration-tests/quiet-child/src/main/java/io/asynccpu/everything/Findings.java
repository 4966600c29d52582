package io.asynccpu.everything;

import java.util.List;

/**
 * What exists in a process.
 *
 * @param singletons names of the beans that were made so far
 * @param sides names of the beans that are on one side only
 * @param mbeans names, without the JVM's own
 * @param tcp local and remote addresses of TCP sockets, in the kernel's form
 * @param connections of the connection pool; -1 if that was not made
 * @param diary what the application's beans have noted
 */
public record Findings(
        long pid,
        List<String> singletons,
        List<String> sides,
        List<String> threads,
        List<String> mbeans,
        List<String> tcp,
        int connections,
        List<String> diary) {}
