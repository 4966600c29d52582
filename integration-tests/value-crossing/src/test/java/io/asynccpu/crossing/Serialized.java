package io.asynccpu.crossing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;

/** The state that a JDK class itself says it has. */
final class Serialized {

    private Serialized() {}

    static String compare(Object sent, Object arrived) {
        byte[] one = bytes(sent);
        byte[] other = bytes(arrived);
        return one == null || other == null || Arrays.equals(one, other) ? null : "another serialized form";
    }

    /** Null if it does not say. */
    private static byte[] bytes(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            return null;
        }
        return bytes.toByteArray();
    }
}
