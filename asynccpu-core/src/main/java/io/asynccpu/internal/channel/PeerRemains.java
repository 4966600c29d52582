package io.asynccpu.internal.channel;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes that a peer had in its outbox, but not in the socket, when it died. */
public interface PeerRemains {

    /**
     * @param received how many bytes have come out of the socket
     */
    ByteBuffer after(long received) throws IOException;

    /** Of a peer whose outbox is lost with its process. A class, since a child starts faster without lambdas. */
    final class None implements PeerRemains {

        @Override
        public ByteBuffer after(long received) {
            return ByteBuffer.allocate(0);
        }
    }
}
