package io.asynccpu.internal.protocol;

import static io.asynccpu.internal.protocol.FrameType.BOUND;
import static io.asynccpu.internal.protocol.FrameType.DUMPED;
import static io.asynccpu.internal.protocol.FrameType.EXITING;
import static io.asynccpu.internal.protocol.FrameType.FAILED;
import static io.asynccpu.internal.protocol.FrameType.HELLO;
import static io.asynccpu.internal.protocol.FrameType.LOGGED;
import static io.asynccpu.internal.protocol.FrameType.PONG;
import static io.asynccpu.internal.protocol.FrameType.PROGRESSED;
import static io.asynccpu.internal.protocol.FrameType.READY;
import static io.asynccpu.internal.protocol.FrameType.RETURNED;
import static io.asynccpu.internal.protocol.FrameType.STACK;
import static io.asynccpu.internal.protocol.FrameType.STARTING;
import static io.asynccpu.internal.protocol.FrameType.START_FAILED;
import static io.asynccpu.internal.protocol.FrameType.SUCCEEDED;

/** The fields of a child's messages, which the parent reads within {@link Limits}. */
final class ChildMessageFormat {

    private ChildMessageFormat() {}

    static Frame write(Message.FromChild message) {
        if (message instanceof Message.Succeeded m) {
            return taskEnd(SUCCEEDED, m, m.result().length()).frameWith(m.result());
        } else if (message instanceof Message.Failed m) {
            return taskEnd(FAILED, m, m.failure().length).putBytes(m.failure()).frame();
        } else if (message instanceof Message.Logged m) {
            return LoggedFormat.write(m);
        } else if (message instanceof Message.Progressed m) {
            return new FieldWriter(PROGRESSED, 64)
                    .putLong(m.taskId())
                    .putLong(m.done())
                    .putLong(m.total())
                    .putString(m.message())
                    .frame();
        } else if (message instanceof Message.Hello m) {
            return new FieldWriter(HELLO, 64)
                    .putInt(m.version())
                    .putBytes(m.secret())
                    .putLong(m.pid())
                    .putBoolean(m.mapsArrays())
                    .frame();
        } else if (message instanceof Message.Starting m) {
            return new FieldWriter(STARTING, 32).putString(m.step()).frame();
        } else if (message instanceof Message.Ready m) {
            return new FieldWriter(READY, 32).putString(m.charset()).frame();
        } else if (message instanceof Message.StartFailed m) {
            return new FieldWriter(START_FAILED, m.failure().length + 8)
                    .putBytes(m.failure())
                    .frame();
        } else if (message instanceof Message.Bound m) {
            return new FieldWriter(BOUND, 8).putLong(m.taskId()).frame();
        } else if (message instanceof Message.Returned m) {
            return new FieldWriter(RETURNED, 64).putLongs(m.taskIds()).frame();
        } else if (message instanceof Message.Stack m) {
            return new FieldWriter(STACK, m.failure().length + 16)
                    .putLong(m.taskId())
                    .putBytes(m.failure())
                    .frame();
        } else if (message instanceof Message.Pong) {
            return new FieldWriter(PONG, 0).frame();
        } else if (message instanceof Message.Dumped m) {
            return new FieldWriter(DUMPED, m.text().length + 8)
                    .putBoolean(m.made())
                    .putBytes(m.text())
                    .frame();
        } else if (message instanceof Message.Exiting m) {
            return new FieldWriter(EXITING, m.stack().length + 256)
                    .putString(m.thread())
                    .putLong(m.taskId())
                    .putString(m.task())
                    .putBoolean(m.itself())
                    .putBytes(m.stack())
                    .frame();
        }
        throw new IllegalArgumentException("No frame for " + message.getClass());
    }

    private static FieldWriter taskEnd(byte type, Message.TaskEnd end, int payload) {
        return new FieldWriter(type, 40 + payload)
                .putLong(end.taskId())
                .putLong(end.wallNanos())
                .putLong(end.cpuNanos())
                .putLong(end.allocatedBytes());
    }

    static Message read(byte type, FieldReader in) throws ProtocolException {
        return switch (type) {
            case SUCCEEDED ->
                new Message.Succeeded(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readPayload());
            case FAILED ->
                new Message.Failed(
                        in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readBytes(Limits.FAILURE));
            case LOGGED -> LoggedFormat.read(in);
            case PROGRESSED ->
                new Message.Progressed(in.readLong(), in.readLong(), in.readLong(), in.readString(Limits.PROGRESS));
            case HELLO -> new Message.Hello(in.readInt(), in.readBytes(), in.readLong(), in.readBoolean());
            case STARTING -> new Message.Starting(in.readString(Limits.STEP));
            case READY -> new Message.Ready(in.readString(Limits.NAME));
            case START_FAILED -> new Message.StartFailed(in.readBytes(Limits.FAILURE));
            case BOUND -> new Message.Bound(in.readLong());
            case RETURNED -> new Message.Returned(in.readLongs());
            case STACK -> new Message.Stack(in.readLong(), in.readBytes(Limits.FAILURE));
            case PONG -> new Message.Pong();
            case DUMPED -> new Message.Dumped(in.readBoolean(), in.readBytes(Limits.DUMP));
            case EXITING ->
                new Message.Exiting(
                        in.readString(),
                        in.readLong(),
                        in.readString(),
                        in.readBoolean(),
                        in.readBytes(Limits.EXIT_STACK));
            default -> throw new ProtocolException("Unknown frame type " + type);
        };
    }
}
