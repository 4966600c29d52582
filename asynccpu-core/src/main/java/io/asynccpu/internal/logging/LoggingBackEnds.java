package io.asynccpu.internal.logging;

import org.slf4j.LoggerFactory;

/** Finds the logging back end, by name, because the classes of a back end that is not on the class path must not be loaded. */
public final class LoggingBackEnds {

    private LoggingBackEnds() {}

    /** Returns the back end of this JVM. */
    public static LoggingBackEnd ofThisJvm() {
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
            Class.forName(className, false, LoggingBackEnds.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    private static LoggingBackEnd create(String nameInThisPackage) {
        try {
            return Class.forName(LoggingBackEnds.class.getPackageName() + "." + nameInThisPackage)
                    .asSubclass(LoggingBackEnd.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The library lacks " + nameInThisPackage, e);
        }
    }
}
