package io.asynccpu.internal.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.Base64;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** The text form of a time zone: its id, or the serialized object if the id does not denote it in the JDK. */
final class ZoneForm {

    /** Prefix of a serialized object. No id starts with it. */
    private static final String OBJECT = "=";

    /** In characters. Zones of the JDK take up to 4,000. */
    private static final int LONGEST = 64 << 10;

    private ZoneForm() {}

    /** @throws IOException if the zone cannot be written */
    static String write(TimeZone zone) throws IOException {
        String id = zone.getID();
        TimeZone known = id == null ? null : TimeZone.getTimeZone(id);
        if (known != null && known.getID().equals(id) && known.getClass() == zone.getClass() && known.equals(zone)) {
            return id;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(zone);
        }
        String text = OBJECT + Base64.getEncoder().encodeToString(bytes.toByteArray());
        if (text.length() > LONGEST) {
            throw new IOException("it takes " + text.length() + " characters, but may take at most " + LONGEST);
        }
        return text;
    }

    /** Returns null, after a warning, if this JVM cannot make the zone. Runs code of the application if the zone's class is one of its own. */
    static @Nullable TimeZone read(String text) {
        try {
            return text.startsWith(OBJECT) ? object(text.substring(OBJECT.length())) : byId(text);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (IOException | ClassNotFoundException | RuntimeException | Error e) {
            StateWarnings.warnOnce("The default time zone", "cannot be decoded by the worker, which keeps its own", e);
            return null;
        }
    }

    private static TimeZone byId(String id) throws IOException {
        TimeZone zone = TimeZone.getTimeZone(id);
        if (!zone.getID().equals(id)) {
            throw new IOException("this JDK does not know " + id);
        }
        return zone;
    }

    private static TimeZone object(String coded) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ApplicationsObjects(Base64.getDecoder().decode(coded))) {
            return (TimeZone) in.readObject();
        }
    }

    /** Resolves classes of the application. Only the parent writes to a child, and a child trusts its parent. */
    private static final class ApplicationsObjects extends ObjectInputStream {

        ApplicationsObjects(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(
                        description.getName(), false, Thread.currentThread().getContextClassLoader());
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }
    }
}
