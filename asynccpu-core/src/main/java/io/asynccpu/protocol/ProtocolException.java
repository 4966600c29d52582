package io.asynccpu.protocol;

import java.io.IOException;

/** The other side said something that makes no sense; the connection is of no more use. */
public class ProtocolException extends IOException {

    public ProtocolException(String message) {
        super(message);
    }
}
