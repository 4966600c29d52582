package io.asynccpu.crossing;

import java.util.Arrays;
import java.util.Objects;

/** Exceptions as values. */
final class Throwables {

    private Throwables() {}

    static String compare(DeepComparison comparison, Throwable sent, Throwable arrived) {
        if (!Objects.equals(sent.getMessage(), arrived.getMessage())) {
            return "another message";
        }
        if (!Arrays.equals(sent.getStackTrace(), arrived.getStackTrace())) {
            return "another stack trace";
        }
        comparison.and("cause", sent.getCause(), arrived.getCause());
        comparison.and("suppressed", sent.getSuppressed(), arrived.getSuppressed());
        JdkComparison.getters(comparison, sent, arrived);
        return null;
    }
}
