package io.asynccpu.logging;

import java.net.URI;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.jspecify.annotations.Nullable;

/**
 * In the child: whatever Log4j is to be configured with, it becomes {@link ForwardingConfiguration}. Named by a system
 * property, so that Log4j is loaded only when somebody logs, and so that no file and no framework can prevent it.
 */
public final class ForwardingConfigurationFactory extends ConfigurationFactory {

    /** Called by Log4j. */
    public ForwardingConfigurationFactory() {}

    @Override
    protected String[] getSupportedTypes() {
        return new String[] {"*"};
    }

    @Override
    public Configuration getConfiguration(LoggerContext context, @Nullable ConfigurationSource source) {
        return new ForwardingConfiguration(context);
    }

    @Override
    public Configuration getConfiguration(LoggerContext context, @Nullable String name, @Nullable URI location) {
        return new ForwardingConfiguration(context);
    }
}
