package io.asynccpu.log4j2;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;

/** What children log whose logging system is another than their parent's. */
final class MixedTasks {

    static final String NAME = "the.mixed.line";
    static final String LOG4J2 = "-Dslf4j.provider=org.apache.logging.slf4j.SLF4JServiceProvider";
    static final String LOGBACK = "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider";
    static final String JUL = "-Dslf4j.provider=org.slf4j.jul.JULServiceProvider";

    private MixedTasks() {}

    static String logsByLog4j() {
        ThreadContext.put("order", "17");
        LogManager.getLogger(NAME).fatal("lost {}", "it", new IllegalStateException("attached"));
        ThreadContext.clearMap();
        return String.valueOf(LogManager.getLogger(NAME).getLevel());
    }

    static boolean logsBySlf4j() {
        LoggerFactory.getLogger(NAME)
                .atWarn()
                .addMarker(MarkerFactory.getMarker("AUDIT"))
                .addKeyValue("pages", 3)
                .setCause(new IllegalStateException("attached"))
                .log("through {}", "SLF4J");
        return LoggerFactory.getLogger(NAME).isDebugEnabled();
    }
}
