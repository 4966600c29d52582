package io.asynccpu.autoconfigure.properties;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzer for keys that are read before the pools are, such as {@code asynccpu.enabled}. It precedes Boot's own analyzer,
 * whose action does not name the key.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnbindablePoolPropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("asynccpu");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        if (!ROOT.isAncestorOf(cause.getName())) {
            return null;
        }
        PropertyFault fault = UnreadableProperty.fault(cause.getName(), cause.getProperty(), cause.getTarget(), cause);
        return new FailureAnalysis(fault.toString(), "Change the value of '" + fault.key() + "'.", cause);
    }
}
