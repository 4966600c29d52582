package io.asynccpu.internal.protocol;

import java.io.IOException;

/** The other side has sent malformed data. The connection cannot be used any more. */
public class ProtocolException extends IOException {

    public ProtocolException(String message) {
        super(message);
    }
}
