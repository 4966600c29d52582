package io.asynccpu.logging;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.jspecify.annotations.Nullable;

/**
 * Log4j's markers as names and back. What an SLF4J marker refers to are the parents of Log4j's. Log4j keeps a parent for ever
 * and compares it by identity, so a hostile child must not make up parents without end. Thread-safe.
 */
final class Log4j2Markers {

    private static final int MOST_PARENTS = 1_000;

    /** Those that lines of workers have brought. Guarded by itself. */
    private static final Set<String> BROUGHT = new HashSet<>();

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
        if (names.size() < LogLine.MOST_MARKERS && seen.add(marker)) {
            names.add(marker.getName());
            if (marker.hasParents()) {
                for (Marker parent : marker.getParents()) {
                    collect(parent, seen, names);
                }
            }
        }
    }

    /** One marker for all, since Log4j has no more; null if there is none. */
    static @Nullable Marker marker(List<List<String>> markers) {
        if (markers.isEmpty()) {
            return null;
        }
        // A copy, so that the parents are not those of this JVM's marker of that name.
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
            synchronized (BROUGHT) {
                if (BROUGHT.size() == MOST_PARENTS && !BROUGHT.contains(name)) {
                    return new MarkerManager.Log4jMarker(name);
                }
                BROUGHT.add(name);
            }
        }
        return MarkerManager.getMarker(name);
    }
}
