package io.asynccpu.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The logging back end behind SLF4J, as the parent uses it. Implementations are created by name, because the classes of a back end
 * that is not on the class path must not be loaded. They have a public constructor without parameters.
 */
public interface LoggingBackEnd {

    /** Whether the back end is the one that SLF4J is bound to. */
    boolean isBound();

    /** Returns null if the back end does not notify of level changes. */
    @Nullable
    LevelSource levels();

    /** @param applicationLoader loader of the classes that throwables may have */
    LogReplay replay(ClassLoader applicationLoader);

    /** Returns the back end of this JVM. */
    static LoggingBackEnd ofThisJvm() {
        String factory = LoggerFactory.getILoggerFactory().getClass().getName();
        LoggingBackEnd candidate =
                switch (factory) {
                    case "ch.qos.logback.classic.LoggerContext" -> create("logback.LogbackBackEnd");
                    // The API of Log4j may be bound to something else than its core, which is then not even present.
                    case "org.apache.logging.slf4j.Log4jLoggerFactory" ->
                        isPresent("org.apache.logging.log4j.core.LoggerContext")
                                ? create("log4j2.Log4j2BackEnd")
                                : new Slf4jBackEnd();
                    default -> new Slf4jBackEnd();
                };
        return candidate.isBound() ? candidate : new Slf4jBackEnd();
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, LoggingBackEnd.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    private static LoggingBackEnd create(String nameInThisPackage) {
        try {
            return (LoggingBackEnd) Class.forName(LoggingBackEnd.class.getPackageName() + "." + nameInThisPackage)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The library lacks " + nameInThisPackage, e);
        }
    }
}
