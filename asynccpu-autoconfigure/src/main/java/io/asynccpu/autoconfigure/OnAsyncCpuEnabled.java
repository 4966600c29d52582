package io.asynccpu.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition that fails on a value that is not a boolean. A property condition would read it as false and switch everything off
 * silently.
 */
class OnAsyncCpuEnabled extends SpringBootCondition {

    private static final String KEY = "asynccpu.enabled";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean enabled =
                Binder.get(context.getEnvironment()).bind(KEY, Boolean.class).orElse(true);
        return new ConditionOutcome(enabled, ConditionMessage.forCondition(KEY).because("it is " + enabled));
    }
}
