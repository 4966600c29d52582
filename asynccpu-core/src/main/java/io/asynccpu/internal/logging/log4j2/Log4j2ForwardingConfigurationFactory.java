package io.asynccpu.internal.logging.log4j2;

import java.net.URI;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.jspecify.annotations.Nullable;

/**
 * Has Log4j use {@link Log4j2ForwardingConfiguration} in a child, in place of any other configuration. Named by a system property, so
 * Log4j is loaded only with the first line, and neither a file nor a framework can take precedence.
 */
public final class Log4j2ForwardingConfigurationFactory extends ConfigurationFactory {

    /** Called by Log4j. */
    public Log4j2ForwardingConfigurationFactory() {}

    @Override
    protected String[] getSupportedTypes() {
        return new String[] {"*"};
    }

    @Override
    public Configuration getConfiguration(LoggerContext context, @Nullable ConfigurationSource source) {
        return new Log4j2ForwardingConfiguration(context);
    }

    @Override
    public Configuration getConfiguration(LoggerContext context, @Nullable String name, @Nullable URI location) {
        return new Log4j2ForwardingConfiguration(context);
    }
}
