package io.asynccpu.internal.logging.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.junit.jupiter.api.Test;

class Log4j2MarkersTests {

    @Test
    void aMarkerBringsAllThatItRefersToOnce() {
        Marker top = MarkerManager.getMarker("round.top");
        Marker middle = MarkerManager.getMarker("round.middle").addParents(MarkerManager.getMarker("round.bottom"));
        top.setParents(middle, MarkerManager.getMarker("round.bottom"));
        List<List<String>> names = Log4j2Markers.names(top);
        assertThat(names).containsExactly(List.of("round.top", "round.middle", "round.bottom"));
        assertThat(Log4j2Markers.names(null)).isEmpty();
        assertThat(Log4j2Markers.marker(names).isInstanceOf("round.bottom")).isTrue();
        assertThat(Log4j2Markers.marker(List.of())).isNull();
    }

    @Test
    void severalMarkersBecomeOneThatRefersToTheOthers() {
        Marker marker = Log4j2Markers.marker(List.of(List.of("a", "b"), List.of("c"), List.of("a", "d")));
        assertThat(marker).hasToString("a[ b, c, d ]");
    }

    /** Else a child could make the parent take any line for one of any marker. */
    @Test
    void markersOfThisJvmStayAsTheyAre() {
        Marker own = MarkerManager.getMarker("own");
        assertThat(Log4j2Markers.marker(List.of(List.of("own", "foreign"))).isInstanceOf("foreign"))
                .isTrue();
        assertThat(own.hasParents()).isFalse();
    }

    @Test
    void parentsThatAChildMakesUpDoNotFillThisJvm() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(Log4j2Markers.marker(List.of(List.of("top " + i, "made up " + i))))
                    .hasToString("top " + i + "[ made up " + i + " ]");
        }
        assertThat(MarkerManager.exists("made up 9999")).isFalse();
        assertThat(MarkerManager.exists("top 0")).isFalse();
    }
}
