package io.asynccpu.sample.thumbnails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.asynccpu.sample.UnusableInputException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** The job without the wall: needs no child. */
class ThumbnailerTests {

    private final Thumbnailer thumbnailer = new Thumbnailer(new ThumbnailProperties(200, DataSize.ofMegabytes(10)));

    @ParameterizedTest
    @CsvSource({
        "640, 480, 200, 150",
        "480, 640, 150, 200",
        "3000, 10, 200, 1",
        "100, 50, 100, 50",
        "201, 201, 200, 200",
        "1, 1, 1, 1"
    })
    void keepsTheProportionsWithinTheLongestEdge(int width, int height, int expectedWidth, int expectedHeight)
            throws IOException {
        BufferedImage thumbnail = Images.read(thumbnailer.thumbnail(Images.jpeg(width, height)));

        assertThat(thumbnail.getWidth()).isEqualTo(expectedWidth);
        assertThat(thumbnail.getHeight()).isEqualTo(expectedHeight);
    }

    @ParameterizedTest
    @CsvSource({"jpeg, 5", "png, 1", "png, 2", "png, 10", "gif, 13", "bmp, 5"})
    void showsTheSamePictureWhateverTheFormat(String format, int type) throws IOException {
        BufferedImage thumbnail = Images.read(thumbnailer.thumbnail(Images.file(format, type, 800, 600)));

        Color left = new Color(thumbnail.getRGB(2, 75));
        Color right = new Color(thumbnail.getRGB(197, 75));
        if (type == BufferedImage.TYPE_BYTE_GRAY) {
            assertThat(left.getRed()).isNotEqualTo(right.getRed());
        } else {
            assertThat(left.getRed()).isGreaterThan(200);
            assertThat(right.getBlue()).isGreaterThan(200);
        }
    }

    @Test
    void keepsTransparency() throws IOException {
        byte[] half = Images.file("png", BufferedImage.TYPE_INT_ARGB, 800, 600);

        BufferedImage thumbnail = Images.read(thumbnailer.thumbnail(half));

        assertThat(new Color(thumbnail.getRGB(100, 75), true).getAlpha()).isBetween(126, 130);
    }

    @Test
    void averagesAllPixelsOfAFinePattern() throws IOException {
        BufferedImage checkers = new BufferedImage(1600, 1600, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 1600; y++) {
            for (int x = 0; x < 1600; x++) {
                checkers.setRGB(x, y, (x + y) % 2 == 0 ? 0xFFFFFF : 0);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(checkers, "png", file);

        BufferedImage thumbnail = Images.read(thumbnailer.thumbnail(file.toByteArray()));

        assertThat(new Color(thumbnail.getRGB(100, 100)).getRed()).isBetween(120, 135);
    }

    @Test
    void saysThatTextIsNoImage() {
        byte[] text = "not an image".getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(UnusableInputException.class)
                .isThrownBy(() -> thumbnailer.thumbnail(text))
                .withMessageContaining("no image");
    }

    @Test
    void saysThatABrokenImageCannotBeDecoded() throws IOException {
        byte[] whole = Images.file("png", BufferedImage.TYPE_INT_RGB, 640, 480);
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);

        assertThatExceptionOfType(UnusableInputException.class)
                .isThrownBy(() -> thumbnailer.thumbnail(cut))
                .withMessageContaining("cannot be decoded");
    }

    @Test
    void aSmallBombIsAnOrdinaryImage() throws IOException {
        BufferedImage thumbnail = Images.read(thumbnailer.thumbnail(Images.bomb(300, 300)));

        assertThat(thumbnail.getWidth()).isEqualTo(200);
    }

    @Test
    void theBombIsSmallOnTheWireAndHugeInside() throws IOException {
        byte[] bomb = Images.bomb(30_000, 30_000);

        assertThat(bomb).hasSizeLessThan(1_000_000);
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bomb))) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
            reader.setInput(in);
            assertThat(reader.getWidth(0)).isEqualTo(30_000);
            assertThat(reader.getHeight(0)).isEqualTo(30_000);
            reader.dispose();
        }
    }
}
