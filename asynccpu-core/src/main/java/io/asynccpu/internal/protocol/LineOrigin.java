package io.asynccpu.internal.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a log line that further lines have in common with it. It crosses as encoded bytes, and both sides keep some of them, so
 * most lines need neither be encoded nor decoded in this part.
 *
 * @param level a level number of SLF4J
 * @param ownLevel the name of a level that only the back end has
 * @param taskId 0 if the thread runs no task
 * @param markers for each marker its name, followed by the names of the markers that it references
 */
public record LineOrigin(
        String logger,
        int level,
        @Nullable String ownLevel,
        String thread,
        long taskId,
        List<List<String>> markers,
        Map<String, String> mdc) {

    /** How many origins each side keeps. */
    public static final int KEPT = 64;

    /** The most bytes of an encoded origin that is kept. */
    public static final int LONGEST_KEPT = 1 << 10;

    private static final int MOST_MARKERS = 1_000;

    public Payload encode() {
        FieldWriter out = new FieldWriter(256)
                .putString(logger)
                .putInt(level)
                .putString(ownLevel)
                .putString(thread)
                .putLong(taskId)
                .putInt(markers.size());
        markers.forEach(out::putTexts);
        return Payload.of(out.putMap(mdc).bytes());
    }

    /** Reads an origin in which each field is bounded. */
    public static LineOrigin decode(Payload encoded) throws ProtocolException {
        FieldReader in = new FieldReader(encoded);
        LineOrigin origin = new LineOrigin(
                in.readString(Limits.NAME),
                in.readInt(),
                in.readNullableString(Limits.LEVEL),
                in.readString(Limits.NAME),
                in.readLong(),
                readMarkers(in),
                readMdc(in));
        in.expectEnd();
        return origin;
    }

    /** Bounds the number of names, because an object takes many times the bytes of an empty name. */
    private static List<List<String>> readMarkers(FieldReader in) throws ProtocolException {
        int size = in.readCount(MOST_MARKERS, 2 * Integer.BYTES);
        if (size == 0) {
            return List.of();
        }
        List<List<String>> markers = new ArrayList<>();
        int left = MOST_MARKERS;
        for (int i = 0; i < size; i++) {
            int length = in.readInt();
            if (length < 1 || length > left) {
                throw new ProtocolException("A list of " + length + " names, where 1 to " + left + " are allowed");
            }
            left -= length;
            List<String> names = new ArrayList<>();
            for (int j = 0; j < length; j++) {
                names.add(in.readString(Limits.NAME));
            }
            markers.add(names);
        }
        return markers;
    }

    private static Map<String, String> readMdc(FieldReader in) throws ProtocolException {
        int size = in.readCount(Limits.ENTRIES, 2 * Integer.BYTES);
        if (size == 0) {
            return Map.of();
        }
        int start = in.position();
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(in.readString(Limits.NAME), in.readString());
        }
        Limits.checkMap(in.position() - start);
        return map;
    }
}
