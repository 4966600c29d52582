package io.asynccpu.autoconfigure.properties;

import io.asynccpu.api.WorkerStartException;

/** Thrown when the system cannot put up the wall of a pool. */
class UnavailableSandboxException extends WorkerStartException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /** @param key the full key of the wall's mode */
    UnavailableSandboxException(String key, WorkerStartException failure) {
        super(String.valueOf(failure.getMessage()).replace(SandboxProperties.MODE, key), failure);
        this.key = key;
    }

    String key() {
        return key;
    }
}
