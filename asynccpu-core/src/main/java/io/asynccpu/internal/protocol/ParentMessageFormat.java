package io.asynccpu.internal.protocol;

import static io.asynccpu.internal.protocol.FrameType.CANCEL;
import static io.asynccpu.internal.protocol.FrameType.CONFIGURE;
import static io.asynccpu.internal.protocol.FrameType.DUMP;
import static io.asynccpu.internal.protocol.FrameType.LEARN;
import static io.asynccpu.internal.protocol.FrameType.LEVELS;
import static io.asynccpu.internal.protocol.FrameType.PING;
import static io.asynccpu.internal.protocol.FrameType.RECALL;
import static io.asynccpu.internal.protocol.FrameType.RUN;
import static io.asynccpu.internal.protocol.FrameType.STATE_CHANGED;
import static io.asynccpu.internal.protocol.FrameType.STAY;
import static io.asynccpu.internal.protocol.FrameType.STOP;

import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of the parent's messages. A child trusts their lengths. */
final class ParentMessageFormat {

    // The optional parts of a Run; most tasks have none of them.
    private static final byte WITH_CALL = 1;
    private static final byte WITH_CONTEXT = 2;
    private static final byte TELL_BOUND = 4;

    private ParentMessageFormat() {}

    static Frame write(Message.FromParent message) {
        if (message instanceof Message.Run m) {
            return writeRun(m);
        } else if (message instanceof Message.Configure m) {
            return new FieldWriter(CONFIGURE, 1024)
                    .putString(m.pool())
                    .putInt(m.workerId())
                    .putInt(m.threads())
                    .putLong(m.maxPayload())
                    .putString(m.codec())
                    .putString(m.runtime())
                    .putMap(m.runtimeSettings())
                    .putString(m.configurer())
                    .putMap(m.levels())
                    .putMap(m.state())
                    .frame();
        } else if (message instanceof Message.Learn m) {
            return writeCall(new FieldWriter(LEARN, 1024).putInt(m.callId()), m.call())
                    .frame();
        } else if (message instanceof Message.Cancel m) {
            return new FieldWriter(CANCEL, 16)
                    .putLong(m.taskId())
                    .putBoolean(m.wantStack())
                    .frame();
        } else if (message instanceof Message.Recall m) {
            return new FieldWriter(RECALL, 64).putLongs(m.taskIds()).frame();
        } else if (message instanceof Message.Stop) {
            return new FieldWriter(STOP, 0).frame();
        } else if (message instanceof Message.Ping) {
            return new FieldWriter(PING, 0).frame();
        } else if (message instanceof Message.Stay) {
            return new FieldWriter(STAY, 0).frame();
        } else if (message instanceof Message.Levels m) {
            return new FieldWriter(LEVELS, 1024).putMap(m.levels()).frame();
        } else if (message instanceof Message.StateChanged m) {
            return new FieldWriter(STATE_CHANGED, 256)
                    .putMap(m.changes())
                    .putTexts(m.gone())
                    .frame();
        } else if (message instanceof Message.Dump m) {
            return new FieldWriter(DUMP, 256).putString(m.heapFile()).frame();
        }
        throw new IllegalArgumentException("No frame for " + message.getClass());
    }

    static Message read(byte type, FieldReader in) throws ProtocolException {
        return switch (type) {
            case RUN -> readRun(in);
            case CONFIGURE ->
                new Message.Configure(
                        in.readString(),
                        in.readInt(),
                        in.readInt(),
                        in.readLong(),
                        in.readString(),
                        in.readNullableString(),
                        in.readMap(),
                        in.readNullableString(),
                        in.readMap(),
                        in.readMap());
            case LEARN -> new Message.Learn(in.readInt(), readCall(in));
            case CANCEL -> new Message.Cancel(in.readLong(), in.readBoolean());
            case RECALL -> new Message.Recall(in.readLongs());
            case STOP -> new Message.Stop();
            case PING -> new Message.Ping();
            case STAY -> new Message.Stay();
            case LEVELS -> new Message.Levels(in.readMap());
            case STATE_CHANGED -> new Message.StateChanged(in.readMap(), in.readTexts());
            case DUMP -> new Message.Dump(in.readNullableString());
            default -> throw new ProtocolException("Unknown frame type " + type);
        };
    }

    private static Frame writeRun(Message.Run run) {
        int parts = (run.call() == null ? 0 : WITH_CALL)
                | (run.context().isEmpty() ? 0 : WITH_CONTEXT)
                | (run.tellBound() ? TELL_BOUND : 0);
        FieldWriter out = new FieldWriter(RUN, 32 + run.arguments().length())
                .putLong(run.taskId())
                .putInt(run.attempt())
                .putLong(run.timeoutNanos())
                .putInt(run.callId())
                .putByte((byte) parts);
        if (run.call() != null) {
            writeCall(out, run.call());
        }
        if (!run.context().isEmpty()) {
            out.putInt(run.context().size());
            run.context().forEach((carrier, values) -> out.putString(carrier).putMap(values));
        }
        return out.frameWith(run.arguments());
    }

    private static Message.Run readRun(FieldReader in) throws ProtocolException {
        long taskId = in.readLong();
        int attempt = in.readInt();
        long timeoutNanos = in.readLong();
        int callId = in.readInt();
        byte parts = in.readByte();
        Message.Call call = (parts & WITH_CALL) == 0 ? null : readCall(in);
        Map<String, Map<String, String>> context = (parts & WITH_CONTEXT) == 0 ? Map.of() : readContext(in);
        boolean tellBound = (parts & TELL_BOUND) != 0;
        return new Message.Run(taskId, attempt, timeoutNanos, callId, call, context, in.readPayload(), tellBound);
    }

    private static Map<String, Map<String, String>> readContext(FieldReader in) throws ProtocolException {
        int size = in.readCount(Integer.MAX_VALUE, 2 * Integer.BYTES);
        Map<String, Map<String, String>> context = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            context.put(in.readString(), in.readMap());
        }
        return context;
    }

    private static FieldWriter writeCall(FieldWriter out, Message.Call call) {
        return out.putString(call.name()).putBytes(call.function()).putString(call.target());
    }

    private static Message.Call readCall(FieldReader in) throws ProtocolException {
        return new Message.Call(in.readString(), in.readNullableBytes(), in.readNullableString());
    }
}
