package io.asynccpu.packaging;

import java.util.List;
import java.util.Set;

/**
 * What the worker said.
 *
 * @param pid of the worker
 * @param options that its JVM was started with
 * @param variables the names of its environment
 */
record Greeting(String text, long pid, List<String> options, Set<String> variables) {}
