package io.asynccpu.internal.parent;

/** Keys in the MDC of the lines that a worker logs or prints. */
final class MdcKeys {

    static final String POOL = "asynccpu.pool";
    static final String PID = "asynccpu.worker.pid";
    static final String TASK = "asynccpu.task";

    /** The name of the logger, of a line that goes to another one. */
    static final String LOGGER = "asynccpu.logger";

    /** Keys and values together, of keys beyond the bound. */
    static final String OTHERS = "asynccpu.others";

    private MdcKeys() {}
}
