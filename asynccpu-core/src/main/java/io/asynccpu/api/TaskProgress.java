package io.asynccpu.api;

/**
 * The latest progress that a task reported.
 *
 * @param done how many units are done
 * @param total how many units there are, or 0 if unknown
 * @param message what the task is doing, may be empty
 */
public record TaskProgress(long done, long total, String message) {}
