package io.asynccpu.internal.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The data that a child reads from standard input before anything else. It is not on the command line or in the environment, which other
 * users could read.
 *
 * @param files the files that the child shares with its parent
 * @param secret authenticates the child; used once
 * @param isWalled whether the child runs in a sandbox, in which it sees neither its parent's process nor its pool's directory
 * @param parent the process id of the parent
 */
public record Bootstrap(WorkerFiles files, byte[] secret, boolean isWalled, long parent) {

    private static final int MAGIC = 0x61637075;

    /** Called by the parent. */
    public Bootstrap(WorkerFiles files, byte[] secret, boolean isWalled) {
        this(files, secret, isWalled, ProcessHandle.current().pid());
    }

    public void writeTo(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeUTF(files.directory().toString());
        out.writeInt(files.workerId());
        out.writeInt(secret.length);
        out.write(secret);
        out.writeBoolean(isWalled);
        out.writeLong(parent);
        out.flush();
    }

    /**
     * @throws ProtocolException if this process was not started as a worker
     */
    public static Bootstrap readFrom(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        if (in.readInt() != MAGIC) {
            throw new ProtocolException("Standard input does not come from a process pool");
        }
        WorkerFiles files = new WorkerFiles(Path.of(in.readUTF()), in.readInt());
        return new Bootstrap(files, in.readNBytes(in.readInt()), in.readBoolean(), in.readLong());
    }
}
