package io.asynccpu.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * What the child reads from standard input before anything else. Not on the command line or in the environment, where
 * other users could read it.
 *
 * @param files what the child shares with its parent
 * @param secret what proves that the child is the one that was started; used once
 * @param parent process id of the parent
 */
public record Bootstrap(WorkerFiles files, byte[] secret, long parent) {

    private static final int MAGIC = 0x61637075;

    /** By the parent. */
    public Bootstrap(WorkerFiles files, byte[] secret) {
        this(files, secret, ProcessHandle.current().pid());
    }

    public void writeTo(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeUTF(files.directory().toString());
        out.writeInt(files.workerId());
        out.writeInt(secret.length);
        out.write(secret);
        out.writeLong(parent);
        out.flush();
    }

    /**
     * @throws ProtocolException if nobody started this process as a worker
     */
    public static Bootstrap readFrom(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        if (in.readInt() != MAGIC) {
            throw new ProtocolException("Standard input does not come from a process pool");
        }
        WorkerFiles files = new WorkerFiles(Path.of(in.readUTF()), in.readInt());
        return new Bootstrap(files, in.readNBytes(in.readInt()), in.readLong());
    }
}
