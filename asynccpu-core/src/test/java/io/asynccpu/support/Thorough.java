package io.asynccpu.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A test that repeats itself. The command of README.md runs it briefly, {@code -Pmatrix} in full.
 *
 * <p>Of a repeated or parameterized test the first {@link #brief} invocations run; a loop asks {@link Extent}.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Tag("thorough")
@ExtendWith(Thorough.Extent.class)
public @interface Thorough {

    /** How many invocations are enough for the command of README.md. */
    int brief() default 1;

    /** How much of a test runs. */
    final class Extent implements ExecutionCondition {

        private static final boolean FULL = Boolean.getBoolean("asynccpu.thorough");
        private static final int SHARE = 5;
        private static final Pattern INVOCATION = Pattern.compile("\\[test-template-invocation:#(\\d+)]$");
        private static final ConditionEvaluationResult RUNS = ConditionEvaluationResult.enabled("brief or in full");

        /** How often a loop runs that runs {@code full} times in full: a fifth of that, and at least once. */
        public static int of(int full) {
            return of(full, Math.max(1, full / SHARE));
        }

        /** How often a loop runs that runs {@code full} times in full. */
        public static int of(int full, int brief) {
            return FULL ? full : brief;
        }

        /** Each fifth of these, beginning with the first, or all of them. */
        public static <T> List<T> of(List<T> full) {
            return FULL
                    ? full
                    : IntStream.iterate(0, i -> i < full.size(), i -> i + SHARE)
                            .mapToObj(full::get)
                            .toList();
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Matcher invocation = INVOCATION.matcher(context.getUniqueId());
            if (FULL || !invocation.find()) {
                return RUNS;
            }
            int brief = AnnotationSupport.findAnnotation(context.getElement(), Thorough.class)
                    .map(Thorough::brief)
                    .orElse(Integer.MAX_VALUE);
            return Integer.parseInt(invocation.group(1)) <= brief
                    ? RUNS
                    : ConditionEvaluationResult.disabled("runs with -Pmatrix");
        }
    }
}
