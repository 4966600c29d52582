package io.asynccpu.internal.logging.log4j2;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.spi.StandardLevel;
import org.slf4j.event.EventConstants;

/** The text form of Log4j's levels for other JVMs and back ends. The name of a custom level is followed by its number. */
final class Log4j2LevelName {

    private static final char NUMBER = '@';

    private Log4j2LevelName() {}

    static String of(Level level) {
        return isStandard(level) ? level.name() : level.name() + NUMBER + level.intLevel();
    }

    /** Creates a custom level that does not exist, so the name must come from a trusted source. */
    static Level parse(String name) {
        int number = name.lastIndexOf(NUMBER);
        return number < 0
                ? Level.toLevel(name, Level.ERROR)
                : Level.forName(name.substring(0, number), Integer.parseInt(name.substring(number + 1)));
    }

    static boolean isStandard(Level level) {
        return level.getStandardLevel().name().equals(level.name());
    }

    /** Returns the nearest level of SLF4J that is at least as severe. */
    static int slf4j(Level level) {
        return switch (level.getStandardLevel()) {
            case OFF, FATAL, ERROR -> EventConstants.ERROR_INT;
            case WARN -> EventConstants.WARN_INT;
            case INFO -> EventConstants.INFO_INT;
            case DEBUG -> EventConstants.DEBUG_INT;
            case TRACE, ALL -> EventConstants.TRACE_INT;
        };
    }

    /** Whether SLF4J has a level of this name. */
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
