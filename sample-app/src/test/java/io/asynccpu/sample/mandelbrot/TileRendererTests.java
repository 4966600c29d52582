package io.asynccpu.sample.mandelbrot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job without the wall: needs no child. */
class TileRendererTests {

    private final TileRenderer renderer =
            new TileRenderer(new MandelbrotProperties(96, 64, 32, 1000, 4, Duration.ofMinutes(1)));

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 0", "-2, 0", "0, 1", "-0.1, 0.7", "0.25, 0"})
    void pointsOfTheSetStay(double x, double y) {
        assertThat(renderer.iterations(x, y)).isInfinite();
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 0, 4", "1, 0, 2, 6", "0.26, 0, 29, 40", "-2.01, 0, 4, 12"})
    void otherPointsLeaveTheSoonerTheFartherTheyAre(double x, double y, double least, double most) {
        assertThat(renderer.iterations(x, y)).isBetween(least, most);
    }

    @Test
    void thePictureIsAsFarAboveTheRealAxisAsBelow() {
        byte[] above = renderer.pixels(new Tile(0, 0, 8, 1, -1, 0.5, 0.25, 1));
        byte[] below = renderer.pixels(
                new Tile(0, 0, 8, 1, -1, -0.25, 0.25, 1)); // its points are at -0.375, as those at 0.375

        assertThat(above).hasSize(24).isEqualTo(below);
    }

    @Test
    void severalPointsMakeAPixelSofter() {
        Tile coarse = new Tile(0, 0, 1, 1, -2.5, 1.5, 3, 4);

        byte[] pixel = renderer.pixels(coarse);

        assertThat(pixel).hasSize(3).isNotEqualTo(new byte[3]);
    }

    @Test
    void anInterruptStopsIt() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> renderer.pixels(new Tile(64, 32, 8, 8, -1, 1, 0.1, 1)))
                .withMessageContaining("64, 32");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
