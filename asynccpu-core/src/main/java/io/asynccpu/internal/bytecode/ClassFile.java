package io.asynccpu.internal.bytecode;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Generates the class file of a public class with a single public method, for code that Java source cannot express. */
public final class ClassFile {

    public static final int STATIC = 0x0008;

    /** The constant by which the code refers to the superclass's method with the same name and type. */
    public static final byte SUPERS = 8;

    private static final int JAVA_17 = 61;

    private ClassFile() {}

    /**
     * @param flags access flags of the method
     * @param code bytecode without branches
     */
    public static byte[] of(
            String name,
            Class<?> superclass,
            int flags,
            String method,
            String descriptor,
            int stack,
            int locals,
            byte[] code) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream file = new DataOutputStream(bytes)) {
            file.writeInt(0xCAFEBABE);
            file.writeInt(JAVA_17);
            file.writeShort(10); // the number of constants, plus one
            utf8(file, name.replace('.', '/')); // 1
            constant(file, 7, 1); // 2: the class
            utf8(file, superclass.getName().replace('.', '/')); // 3
            constant(file, 7, 3); // 4: its superclass
            utf8(file, method); // 5
            utf8(file, descriptor); // 6
            constant(file, 12, 5, 6); // 7: name and type
            constant(file, 10, 4, 7); // 8: the superclass's method
            utf8(file, "Code"); // 9
            // Synthetic, super, final, public; the class, its superclass, no interfaces, no fields, one method:
            shorts(file, 0x1031, 2, 4, 0, 0, 1);
            // Public, name, type, one attribute:
            shorts(file, 0x0001 | flags, 5, 6, 1);
            shorts(file, 9);
            file.writeInt(2 + 2 + 4 + code.length + 2 + 2);
            shorts(file, stack, locals);
            file.writeInt(code.length);
            file.write(code);
            shorts(file, 0, 0); // no handlers, no attributes
            shorts(file, 0); // no attributes
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void utf8(DataOutputStream file, String text) throws IOException {
        file.writeByte(1);
        file.writeUTF(text);
    }

    private static void constant(DataOutputStream file, int tag, int... indexes) throws IOException {
        file.writeByte(tag);
        shorts(file, indexes);
    }

    private static void shorts(DataOutputStream file, int... values) throws IOException {
        for (int value : values) {
            file.writeShort(value);
        }
    }
}
