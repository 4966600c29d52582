package io.asynccpu.sample.mandelbrot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ViewTests {

    private final View view = new View(-0.5, 0.25, 3, 1);

    @Test
    void theTilesCoverEachPixelOnce() {
        int[][] covered = new int[70][100];
        for (Tile tile : view.tiles(100, 70, 32)) {
            for (int line = tile.top(); line < tile.top() + tile.height(); line++) {
                for (int column = tile.left(); column < tile.left() + tile.width(); column++) {
                    covered[line][column]++;
                }
            }
        }
        for (int[] line : covered) {
            assertThat(line).containsOnly(1);
        }
    }

    @Test
    void theMiddleComesFirst() {
        List<Tile> tiles = view.tiles(90, 90, 30);

        assertThat(tiles.get(0)).isEqualTo(new Tile(30, 30, 30, 30, -1, 0.75, 3.0 / 90, 1));
        assertThat(tiles).hasSize(9);
    }

    @Test
    void theLowerRightCornerIsWhereTheViewEnds() {
        Tile last = view.tiles(90, 60, 30).stream()
                .filter(tile -> tile.left() == 60 && tile.top() == 30)
                .findFirst()
                .orElseThrow();

        assertThat(last.x() + last.width() * last.step()).isCloseTo(1, within(1e-12));
        assertThat(last.y() - last.height() * last.step()).isCloseTo(-0.75, within(1e-12));
    }
}
