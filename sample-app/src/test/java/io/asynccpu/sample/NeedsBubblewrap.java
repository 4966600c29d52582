package io.asynccpu.sample;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips the tests of a class, with the reason, before its application starts, where no wall can be put up. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsBubblewrap.Condition.class)
public @interface NeedsBubblewrap {

    /** Tries it. */
    class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try {
                Process trial = new ProcessBuilder("bwrap", "--ro-bind", "/", "/", "--unshare-all", "true").start();
                return trial.waitFor() == 0
                        ? ConditionEvaluationResult.enabled("bwrap works")
                        : ConditionEvaluationResult.disabled("bwrap cannot create namespaces here");
            } catch (IOException e) {
                return ConditionEvaluationResult.disabled("There is no bwrap; install the package bubblewrap");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ConditionEvaluationResult.disabled("interrupted");
            }
        }
    }
}
