package io.asynccpu.logging;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.spi.StandardLevel;
import org.slf4j.event.EventConstants;

/** Log4j's levels for other JVMs and other logging systems. Users may make levels of their own; then the number goes along. */
final class Log4j2LevelName {

    private static final char NUMBER = '@';

    private Log4j2LevelName() {}

    static String of(Level level) {
        return isStandard(level) ? level.name() : level.name() + NUMBER + level.intLevel();
    }

    /** Makes the level if it is not there, so the name must come from somebody who may do so. */
    static Level parse(String name) {
        int number = name.lastIndexOf(NUMBER);
        return number < 0
                ? Level.toLevel(name, Level.ERROR)
                : Level.forName(name.substring(0, number), Integer.parseInt(name.substring(number + 1)));
    }

    static boolean isStandard(Level level) {
        return level.getStandardLevel().name().equals(level.name());
    }

    /** The nearest of SLF4J's that is no less severe. */
    static int slf4j(Level level) {
        return switch (level.getStandardLevel()) {
            case OFF, FATAL, ERROR -> EventConstants.ERROR_INT;
            case WARN -> EventConstants.WARN_INT;
            case INFO -> EventConstants.INFO_INT;
            case DEBUG -> EventConstants.DEBUG_INT;
            case TRACE, ALL -> EventConstants.TRACE_INT;
        };
    }

    /** Whether SLF4J has one of this name. */
    static boolean isSlf4js(Level level) {
        return isStandard(level)
                && level.getStandardLevel().compareTo(StandardLevel.ERROR) >= 0
                && !level.equals(Level.ALL);
    }

    static Level log4j(int slf4j) {
        return switch (slf4j) {
            case EventConstants.ERROR_INT -> Level.ERROR;
            case EventConstants.WARN_INT -> Level.WARN;
            case EventConstants.INFO_INT -> Level.INFO;
            case EventConstants.DEBUG_INT -> Level.DEBUG;
            default -> Level.TRACE;
        };
    }
}
