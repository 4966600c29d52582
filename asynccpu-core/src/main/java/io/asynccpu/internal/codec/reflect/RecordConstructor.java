package io.asynccpu.internal.codec.reflect;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the class file (JVMS 4) whether a record's canonical constructor does nothing except assign its arguments
 * to the fields. If the file cannot be read, the constructor is taken to do more.
 */
public final class RecordConstructor {

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int FIELD_REFERENCE = 9;
    private static final int NAME_AND_TYPE = 12;

    /** Size in bytes of a constant pool entry after its tag, by tag. */
    private static final int[] ENTRY_BYTES = {0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2};

    private final DataInputStream in;
    private @Nullable String[] texts = {};

    /** For entries that consist of the numbers of two others. */
    private int[] firsts = {};

    private int[] seconds = {};

    private RecordConstructor(InputStream in) {
        this.in = new DataInputStream(in);
    }

    public static boolean onlyAssigns(Constructor<?> constructor) {
        Class<?> type = constructor.getDeclaringClass();
        String name = type.getName();
        String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            return in != null && new RecordConstructor(new java.io.BufferedInputStream(in)).hasCode(constructor);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private boolean hasCode(Constructor<?> constructor) throws IOException {
        String descriptor = MethodType.methodType(void.class, constructor.getParameterTypes())
                .toMethodDescriptorString();
        in.skipNBytes(8);
        readConstants();
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        for (int fields = in.readUnsignedShort(); fields > 0; fields--) {
            in.skipNBytes(6);
            skipAttributes();
        }
        for (int methods = in.readUnsignedShort(); methods > 0; methods--) {
            in.skipNBytes(2);
            boolean initializer = "<init>".equals(text());
            boolean described = descriptor.equals(text());
            if (initializer && described) {
                return keepsArguments(
                        readCode(), constructor.getDeclaringClass().getRecordComponents());
            }
            skipAttributes();
        }
        return false;
    }

    private void readConstants() throws IOException {
        int count = in.readUnsignedShort();
        texts = new String[count];
        firsts = new int[count];
        seconds = new int[count];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            if (tag == UTF8) {
                texts[i] = in.readUTF();
            } else if (tag == FIELD_REFERENCE || tag == NAME_AND_TYPE) {
                firsts[i] = in.readUnsignedShort();
                seconds[i] = in.readUnsignedShort();
            } else {
                in.skipNBytes(ENTRY_BYTES[tag]);
            }
            i += tag == LONG || tag == DOUBLE ? 1 : 0;
        }
    }

    private @Nullable String text() throws IOException {
        return texts[in.readUnsignedShort()];
    }

    private void skipAttributes() throws IOException {
        for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
            in.skipNBytes(2);
            in.skipNBytes(in.readInt());
        }
    }

    private byte[] readCode() throws IOException {
        for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
            String name = text();
            int length = in.readInt();
            if ("Code".equals(name)) {
                in.skipNBytes(4);
                byte[] code = new byte[in.readInt()];
                in.readFully(code);
                return code;
            }
            in.skipNBytes(length);
        }
        return new byte[0];
    }

    /** Whether the code is: aload_0, invokespecial super; for each parameter aload_0, load it, putfield; return. */
    private boolean keepsArguments(byte[] code, RecordComponent[] components) {
        int at = 0;
        if (code.length < 5 || code[at] != 0x2a || (code[at + 1] & 0xff) != 0xb7) {
            return false;
        }
        at += 4;
        int variable = 1;
        for (RecordComponent component : components) {
            Class<?> parameter = component.getType();
            if (at + 6 > code.length || code[at] != 0x2a) {
                return false;
            }
            at += load(code, at + 1, variable) + 1;
            if (at + 4 > code.length || (code[at] & 0xff) != 0xb5) {
                return false;
            }
            int field = (code[at + 1] & 0xff) << 8 | (code[at + 2] & 0xff);
            if (!component.getName().equals(texts[firsts[seconds[field]]])) {
                return false;
            }
            at += 3;
            variable += parameter == long.class || parameter == double.class ? 2 : 1;
        }
        return at == code.length - 1 && (code[at] & 0xff) == 0xb1;
    }

    /**
     * The length of the instruction if it loads this variable, of any type; otherwise more than the length of the code.
     */
    private static int load(byte[] code, int at, int variable) {
        int instruction = code[at] & 0xff;
        boolean shortForm = instruction >= 0x1a && instruction <= 0x2d && (instruction - 0x1a) % 4 == variable;
        if (shortForm) {
            return 1;
        }
        boolean longForm = instruction >= 0x15 && instruction <= 0x19 && (code[at + 1] & 0xff) == variable;
        return longForm ? 2 : code.length;
    }
}
