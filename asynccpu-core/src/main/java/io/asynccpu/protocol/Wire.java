package io.asynccpu.protocol;

import static io.asynccpu.protocol.FrameType.ARRAY;
import static io.asynccpu.protocol.FrameType.BOUND;
import static io.asynccpu.protocol.FrameType.CANCEL;
import static io.asynccpu.protocol.FrameType.CONFIGURE;
import static io.asynccpu.protocol.FrameType.DUMP;
import static io.asynccpu.protocol.FrameType.DUMPED;
import static io.asynccpu.protocol.FrameType.EXITING;
import static io.asynccpu.protocol.FrameType.FAILED;
import static io.asynccpu.protocol.FrameType.HELLO;
import static io.asynccpu.protocol.FrameType.LEARN;
import static io.asynccpu.protocol.FrameType.LEVELS;
import static io.asynccpu.protocol.FrameType.LOGGED;
import static io.asynccpu.protocol.FrameType.PING;
import static io.asynccpu.protocol.FrameType.PONG;
import static io.asynccpu.protocol.FrameType.PROGRESSED;
import static io.asynccpu.protocol.FrameType.READY;
import static io.asynccpu.protocol.FrameType.RECALL;
import static io.asynccpu.protocol.FrameType.RETURNED;
import static io.asynccpu.protocol.FrameType.RUN;
import static io.asynccpu.protocol.FrameType.STACK;
import static io.asynccpu.protocol.FrameType.STARTING;
import static io.asynccpu.protocol.FrameType.START_FAILED;
import static io.asynccpu.protocol.FrameType.STATE_CHANGED;
import static io.asynccpu.protocol.FrameType.STAY;
import static io.asynccpu.protocol.FrameType.STOP;
import static io.asynccpu.protocol.FrameType.SUCCEEDED;

import io.asynccpu.protocol.Message.Cancel;
import io.asynccpu.protocol.Message.Configure;
import io.asynccpu.protocol.Message.Failed;
import io.asynccpu.protocol.Message.Hello;
import io.asynccpu.protocol.Message.Logged;
import io.asynccpu.protocol.Message.Progressed;
import io.asynccpu.protocol.Message.Ready;
import io.asynccpu.protocol.Message.Run;
import io.asynccpu.protocol.Message.StartFailed;
import io.asynccpu.protocol.Message.Stop;
import io.asynccpu.protocol.Message.Succeeded;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages as frames. A frame is
 *
 * <pre>
 *   int length of what follows | byte type | fields in the order of the record
 * </pre>
 *
 * Numbers are big-endian; a string or byte array is an int length and its (UTF-8) bytes, with length -1 for null. Large
 * arrays of a message's {@link Payload} go before it in frames of their own, whose fields are a byte for the
 * {@link ArrayKind} and the elements, which are little-endian. Both sides come from the same jar, so a version differs only
 * if somebody mixed class paths; then the handshake says so.
 */
public final class Wire {

    /** Goes up with every change of a message. */
    public static final int VERSION = 11;

    /** Bytes before the type: the length. */
    public static final int HEADER = Integer.BYTES;

    /** Bytes before an array's elements: length, type, kind. */
    public static final int ARRAY_HEADER = HEADER + 2;

    /** What may be there in a {@link Run}; most have nothing of it. */
    private static final byte WITH_CALL = 1;

    private static final byte WITH_CONTEXT = 2;

    private static final byte TELL_BOUND = 4;

    private Wire() {}

    /** The whole frame, ready to be sent. */
    public static Frame encode(Message message) {
        if (message instanceof Hello m) {
            return new FieldWriter(HELLO, 64)
                    .putInt(m.version())
                    .putBytes(m.secret())
                    .frame();
        } else if (message instanceof Configure m) {
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
        } else if (message instanceof Ready m) {
            return new FieldWriter(READY, 32).putString(m.charset()).frame();
        } else if (message instanceof Message.Starting m) {
            return new FieldWriter(STARTING, 32).putString(m.step()).frame();
        } else if (message instanceof StartFailed m) {
            return new FieldWriter(START_FAILED, m.failure().length + 8)
                    .putBytes(m.failure())
                    .frame();
        } else if (message instanceof Message.Learn m) {
            FieldWriter out = new FieldWriter(LEARN, 1024).putInt(m.callId());
            return call(out, m.call()).frame();
        } else if (message instanceof Run m) {
            return run(m);
        } else if (message instanceof Cancel m) {
            return new FieldWriter(CANCEL, 16)
                    .putLong(m.taskId())
                    .putBoolean(m.wantStack())
                    .frame();
        } else if (message instanceof Message.Recall m) {
            return taskIds(RECALL, m.taskIds());
        } else if (message instanceof Message.Returned m) {
            return taskIds(RETURNED, m.taskIds());
        } else if (message instanceof Succeeded m) {
            return taskEnd(SUCCEEDED, m, m.result().length()).frameWith(m.result());
        } else if (message instanceof Failed m) {
            return taskEnd(FAILED, m, m.failure().length).putBytes(m.failure()).frame();
        } else if (message instanceof Message.Stack m) {
            return new FieldWriter(STACK, m.failure().length + 16)
                    .putLong(m.taskId())
                    .putBytes(m.failure())
                    .frame();
        } else if (message instanceof Progressed m) {
            return new FieldWriter(PROGRESSED, 64)
                    .putLong(m.taskId())
                    .putLong(m.done())
                    .putLong(m.total())
                    .putString(m.message())
                    .frame();
        } else if (message instanceof Logged m) {
            return new FieldWriter(LOGGED, 256)
                    .putString(m.logger())
                    .putInt(m.level())
                    .putString(m.ownLevel())
                    .putString(m.message())
                    .putString(m.thread())
                    .putInstant(m.time())
                    .putLong(m.taskId())
                    .putNames(m.markers())
                    .putMap(m.mdc())
                    .putValues(m.keyValues())
                    .putBytes(m.failure())
                    .frame();
        } else if (message instanceof Stop) {
            return new FieldWriter(STOP, 0).frame();
        } else if (message instanceof Message.Ping) {
            return new FieldWriter(PING, 0).frame();
        } else if (message instanceof Message.Pong) {
            return new FieldWriter(PONG, 0).frame();
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
        } else if (message instanceof Message.Dumped m) {
            return new FieldWriter(DUMPED, m.text().length + 8)
                    .putBoolean(m.made())
                    .putBytes(m.text())
                    .frame();
        } else if (message instanceof Message.Bound m) {
            return new FieldWriter(BOUND, 8).putLong(m.taskId()).frame();
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

    private static Frame run(Run run) {
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
            call(out, run.call());
        }
        if (!run.context().isEmpty()) {
            out.putInt(run.context().size());
            run.context().forEach((carrier, values) -> out.putString(carrier).putMap(values));
        }
        return out.frameWith(run.arguments());
    }

    private static FieldWriter call(FieldWriter out, Message.Call call) {
        return out.putString(call.name()).putBytes(call.function()).putString(call.target());
    }

    private static Frame taskIds(byte type, List<Long> ids) {
        FieldWriter out = new FieldWriter(type, Integer.BYTES + ids.size() * Long.BYTES).putInt(ids.size());
        ids.forEach(out::putLong);
        return out.frame();
    }

    private static FieldWriter taskEnd(byte type, Message.TaskEnd end, int payload) {
        return new FieldWriter(type, 40 + payload)
                .putLong(end.taskId())
                .putLong(end.wallNanos())
                .putLong(end.cpuNanos())
                .putLong(end.allocatedBytes());
    }

    /** What goes before the elements of an array that stands beside a message. */
    public static ByteBuffer arrayHead(ArrayKind kind, Object array) {
        int length = Math.toIntExact(ARRAY_HEADER - HEADER + kind.bytes(array));
        return ByteBuffer.allocate(ARRAY_HEADER)
                .putInt(length)
                .put(ARRAY)
                .put(kind.code())
                .flip();
    }

    /** Whether a frame of that type is an array that belongs to the next message. */
    public static boolean isArray(byte type) {
        return type == ARRAY;
    }

    /**
     * The array that begins here.
     *
     * @param head at least {@link #ARRAY_HEADER} bytes, which are taken; unless they are wrong, so that who reads on meets them again
     */
    public static ArrayTransfer expectArray(ByteBuffer head) throws ProtocolException {
        int start = head.position();
        int bytes = head.getInt(start) - (ARRAY_HEADER - HEADER);
        ArrayKind kind = ArrayKind.ofCode(head.get(start + ARRAY_HEADER - 1));
        if (bytes < Payload.SMALLEST_ARRAY || bytes % kind.width() != 0) {
            throw new ProtocolException("An array of " + bytes + " bytes of " + kind + " before a message");
        }
        ArrayTransfer expected = ArrayTransfer.expected(kind, bytes / kind.width());
        head.position(start + ARRAY_HEADER);
        return expected;
    }

    /** Whether what stands in a frame after its length is a {@link Message.TaskEnd}, sound or not. */
    public static boolean isTaskEnd(byte[] frame) {
        return frame[0] == SUCCEEDED || frame[0] == FAILED;
    }

    /**
     * Reads what stands in a frame after its length.
     *
     * @param arrays that came before it
     * @throws ProtocolException if it is no message of this version
     */
    public static Message decode(byte[] frame, List<Object> arrays) throws ProtocolException {
        FieldReader in = new FieldReader(frame, arrays);
        byte type = in.readByte();
        Message message = read(type, in);
        in.expectEnd();
        return message;
    }

    private static Message read(byte type, FieldReader in) throws ProtocolException {
        return switch (type) {
            case HELLO -> new Hello(in.readInt(), in.readBytes());
            case CONFIGURE ->
                new Configure(
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
            case READY -> new Ready(in.readString(Limits.NAME));
            case STARTING -> new Message.Starting(in.readString(Limits.STEP));
            case START_FAILED -> new StartFailed(in.readBytes(Limits.FAILURE));
            case LEARN -> new Message.Learn(in.readInt(), readCall(in));
            case RUN -> readRun(in);
            case CANCEL -> new Cancel(in.readLong(), in.readBoolean());
            case SUCCEEDED ->
                new Succeeded(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readPayload());
            case FAILED ->
                new Failed(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readBytes(Limits.FAILURE));
            case STACK -> new Message.Stack(in.readLong(), in.readBytes(Limits.FAILURE));
            case PROGRESSED ->
                new Progressed(in.readLong(), in.readLong(), in.readLong(), in.readString(Limits.PROGRESS));
            case LOGGED ->
                new Logged(
                        in.readString(Limits.NAME),
                        in.readInt(),
                        in.readNullableString(Limits.LEVEL),
                        in.readString(Limits.LINE),
                        in.readString(Limits.NAME),
                        in.readInstant(),
                        in.readLong(),
                        in.readNames(),
                        in.readStrings(),
                        in.readValues(),
                        in.readNullableBytes(Limits.LINE_FAILURE));
            case STOP -> new Stop();
            case PING -> new Message.Ping();
            case PONG -> new Message.Pong();
            case STAY -> new Message.Stay();
            case LEVELS -> new Message.Levels(in.readMap());
            case STATE_CHANGED -> new Message.StateChanged(in.readMap(), in.readTexts());
            case DUMP -> new Message.Dump(in.readNullableString());
            case DUMPED -> new Message.Dumped(in.readBoolean(), in.readBytes(Limits.DUMP));
            case RECALL -> new Message.Recall(in.readLongs());
            case RETURNED -> new Message.Returned(in.readLongs());
            case BOUND -> new Message.Bound(in.readLong());
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

    private static Run readRun(FieldReader in) throws ProtocolException {
        long taskId = in.readLong();
        int attempt = in.readInt();
        long timeoutNanos = in.readLong();
        int callId = in.readInt();
        byte parts = in.readByte();
        Message.Call call = (parts & WITH_CALL) == 0 ? null : readCall(in);
        Map<String, Map<String, String>> context = (parts & WITH_CONTEXT) == 0 ? Map.of() : readContext(in);
        boolean tellBound = (parts & TELL_BOUND) != 0;
        return new Run(taskId, attempt, timeoutNanos, callId, call, context, in.readPayload(), tellBound);
    }

    private static Map<String, Map<String, String>> readContext(FieldReader in) throws ProtocolException {
        int size = in.readCount(Integer.MAX_VALUE, 2 * Integer.BYTES);
        Map<String, Map<String, String>> context = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            context.put(in.readString(), in.readMap());
        }
        return context;
    }

    private static Message.Call readCall(FieldReader in) throws ProtocolException {
        return new Message.Call(in.readString(), in.readNullableBytes(), in.readNullableString());
    }
}
