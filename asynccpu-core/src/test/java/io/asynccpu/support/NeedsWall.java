package io.asynccpu.support;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests where bubblewrap, or Perl for what they try, is missing or forbidden. Asks the system, not the code under test. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsWall.Condition.class)
public @interface NeedsWall {

    /** Whether bubblewrap puts up a sandbox. */
    final class Condition implements ExecutionCondition {

        private static final ConditionEvaluationResult ANSWER = ask();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return ANSWER;
        }

        private static ConditionEvaluationResult ask() {
            try {
                Process process = new ProcessBuilder(
                                "bwrap",
                                "--unshare-all",
                                "--unshare-user",
                                "--disable-userns",
                                "--ro-bind",
                                "/",
                                "/",
                                "--proc",
                                "/proc",
                                "--dev",
                                "/dev",
                                "/usr/bin/perl",
                                "-e",
                                "exit 0")
                        .redirectErrorStream(true)
                        .start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                return process.waitFor() == 0
                        ? ConditionEvaluationResult.enabled("there is a wall")
                        : ConditionEvaluationResult.disabled("bubblewrap cannot put up a wall here: " + said);
            } catch (IOException e) {
                return ConditionEvaluationResult.disabled("there is no bubblewrap here: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ConditionEvaluationResult.disabled("interrupted");
            }
        }
    }
}
