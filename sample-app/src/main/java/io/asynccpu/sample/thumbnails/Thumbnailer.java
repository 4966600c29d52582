package io.asynccpu.sample.thumbnails;

import io.asynccpu.sample.UnusableInputException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes a PNG thumbnail of an image of any format that the JDK reads. */
@Component
class Thumbnailer {

    private final int maxEdge;

    Thumbnailer(ThumbnailProperties properties) {
        this.maxEdge = properties.maxEdge();
    }

    // Streams in memory throughout: ImageIO's own are files, which a killed child would leave behind.

    /** @throws UnusableInputException if this is no image, or a broken one */
    byte[] thumbnail(byte[] image) {
        return png(scaled(decoded(image)));
    }

    /**
     * Decodes without a look at the dimensions first, on purpose. Checks like that must be repeated for each format and
     * each trick; the wall needs none: an image too large for the child's heap ends the child, and only it.
     */
    private static BufferedImage decoded(byte[] bytes) {
        @Nullable BufferedImage image;
        try {
            image = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException | RuntimeException e) { // decoders fail on broken files with whatever they stumble over
            throw new UnusableInputException("The image cannot be decoded: " + e.getMessage(), e);
        }
        if (image == null) {
            throw new UnusableInputException("This is no image in a known format.");
        }
        return image;
    }

    /** Halves as long as it can: one bilinear step looks at four pixels and would skip the others. */
    private BufferedImage scaled(BufferedImage image) {
        double factor = Math.min(1, (double) maxEdge / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
        BufferedImage step = image;
        while (step.getWidth() >= 2 * width && step.getHeight() >= 2 * height) {
            step = drawn(step, step.getWidth() / 2, step.getHeight() / 2);
        }
        return drawn(step, width, height);
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height) {
        boolean alpha = image.getColorModel().hasAlpha();
        BufferedImage target =
                new BufferedImage(width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = target.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return target;
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
