package io.asynccpu.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A test of what a wall takes away. Skipped where all pools of the JVM have one; see CONTRIBUTING.md. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NotBehindAWall.Condition.class)
public @interface NotBehindAWall {

    /** Why the test cannot hold. */
    String value();

    /** Whether all pools have a wall. */
    final class Condition implements ExecutionCondition {

        static boolean isOn() {
            return System.getProperty("asynccpu.worker.sandbox.mode") != null;
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return !isOn()
                    ? ConditionEvaluationResult.enabled("there is no wall")
                    : AnnotationSupport.findAnnotation(context.getElement(), NotBehindAWall.class)
                            .map(NotBehindAWall::value)
                            .map(ConditionEvaluationResult::disabled)
                            .orElse(ConditionEvaluationResult.enabled("holds behind a wall, too"));
        }
    }
}
