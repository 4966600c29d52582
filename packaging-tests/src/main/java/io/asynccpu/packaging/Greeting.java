package io.asynccpu.packaging;

/**
 * What the worker said.
 *
 * @param pid of the worker
 */
record Greeting(String text, long pid) {}
