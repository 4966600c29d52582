package io.asynccpu.sample.thumbnails;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Real image files, made on the spot. */
public final class Images {

    private Images() {}

    /** A file of the given format: red at the left, blue at the right, half transparent where the type allows. */
    public static byte[] file(String format, int type, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        int alpha = image.getColorModel().hasAlpha() ? 128 : 255;
        graphics.setPaint(new GradientPaint(0, 0, new Color(255, 0, 0, alpha), width, 0, new Color(0, 0, 255, alpha)));
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, bytes)) {
            throw new IllegalArgumentException("No writer for " + format);
        }
        return bytes.toByteArray();
    }

    public static byte[] jpeg(int width, int height) throws IOException {
        return file("jpeg", BufferedImage.TYPE_3BYTE_BGR, width, height);
    }

    public static BufferedImage read(byte[] file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file));
    }

    /** A valid PNG of black pixels, 8 bits each: a thousand times smaller than what it decodes to. */
    public static byte[] bomb(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(png);
        out.writeLong(0x89504E470D0A1A0AL);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, 0, 0, 0, 0}); // 8 bits, gray, deflate, no filter, not interlaced
        writeChunk(out, "IHDR", header.toByteArray());
        writeChunk(out, "IDAT", deflatedZeros(height, 1 + width));
        writeChunk(out, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static byte[] deflatedZeros(int rows, int rowBytes) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        byte[] row = new byte[rowBytes];
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, deflater, 64 * 1024)) {
            for (int i = 0; i < rows; i++) {
                out.write(row);
            }
        } finally {
            deflater.end();
        }
        return deflated.toByteArray();
    }

    private static void writeChunk(DataOutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }
}
