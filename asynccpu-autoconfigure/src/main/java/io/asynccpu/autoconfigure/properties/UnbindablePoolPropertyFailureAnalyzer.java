package io.asynccpu.autoconfigure.properties;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names the key of a value that cannot even be read; before Boot's own analyzer, whose action does not. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnbindablePoolPropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        ConfigurationProperty property = cause.getProperty();
        if (property == null || !property.getName().toString().startsWith("asynccpu.")) {
            return null;
        }
        String key = property.getName().toString();
        String type = String.valueOf(cause.getTarget().getType());
        return new FailureAnalysis(
                "The property '" + key + "' has the value '" + property.getValue() + "' (from " + property.getOrigin()
                        + "), which cannot be read as " + type + ": " + deepest(cause) + ".",
                "Change the value of '" + key + "' to a valid " + type + ".",
                cause);
    }

    private static @Nullable String deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage();
    }
}
