package io.asynccpu.internal.logging.log4j2;

import io.asynccpu.internal.logging.ForwardedLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.jspecify.annotations.Nullable;

/**
 * Converts Log4j markers to names and back. The references of an SLF4J marker are the parents of a Log4j marker. Log4j keeps parents
 * forever and compares them by identity, so the number of parents that a hostile child may introduce is bounded. Thread-safe.
 */
final class Log4j2Markers {

    private static final int MOST_PARENTS = 1_000;

    /** Names of parents that lines of workers have introduced. Guarded by itself. */
    private static final Set<String> INTRODUCED = new HashSet<>();

    private Log4j2Markers() {}

    static List<List<String>> names(@Nullable Marker marker) {
        if (marker == null) {
            return List.of();
        }
        Set<Marker> seen = new HashSet<>();
        List<String> names = new ArrayList<>();
        collect(marker, seen, names);
        return List.of(names);
    }

    private static void collect(Marker marker, Set<Marker> seen, List<String> names) {
        if (names.size() < ForwardedLine.MOST_MARKERS && seen.add(marker)) {
            names.add(marker.getName());
            if (marker.hasParents()) {
                for (Marker parent : marker.getParents()) {
                    collect(parent, seen, names);
                }
            }
        }
    }

    /** Returns one marker for all, because a Log4j event has a single marker; null if there are no markers. */
    static @Nullable Marker marker(List<List<String>> markers) {
        if (markers.isEmpty()) {
            return null;
        }
        // A copy, so that the parents of this JVM's marker of that name do not change.
        Marker marker = new MarkerManager.Log4jMarker(markers.get(0).get(0));
        Marker[] parents = markers.stream()
                .flatMap(List::stream)
                .skip(1)
                .distinct()
                .filter(name -> !name.equals(marker.getName()))
                .map(Log4j2Markers::parent)
                .toArray(Marker[]::new);
        return marker.setParents(parents);
    }

    private static Marker parent(String name) {
        if (!MarkerManager.exists(name)) {
            synchronized (INTRODUCED) {
                if (INTRODUCED.size() == MOST_PARENTS && !INTRODUCED.contains(name)) {
                    return new MarkerManager.Log4jMarker(name);
                }
                INTRODUCED.add(name);
            }
        }
        return MarkerManager.getMarker(name);
    }
}
