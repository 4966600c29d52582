package io.asynccpu.internal.logging;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;

/** Converts SLF4J markers to names and back. */
public final class Slf4jMarkers {

    /** Creates detached markers, which are equal by name. The factory of this JVM would keep each marker and its references forever. */
    private static final IMarkerFactory DETACHED = new BasicMarkerFactory();

    private Slf4jMarkers() {}

    public static List<List<String>> names(@Nullable List<Marker> markers) {
        if (markers == null || markers.isEmpty()) {
            return List.of();
        }
        List<List<String>> all = new ArrayList<>(markers.size());
        for (Marker marker : markers) {
            List<String> names = new ArrayList<>();
            collect(marker, new HashSet<>(), names);
            all.add(names);
        }
        return all;
    }

    @SuppressWarnings("deprecation") // The only way to read the references of a marker.
    private static void collect(Marker marker, Set<Marker> seen, List<String> names) {
        if (names.size() < ForwardedLine.MOST_MARKERS && seen.add(marker)) {
            names.add(marker.getName());
            for (Iterator<Marker> references = marker.iterator(); references.hasNext(); ) {
                collect(references.next(), seen, names);
            }
        }
    }

    public static List<Marker> markers(List<List<String>> all) {
        return all.isEmpty()
                ? List.of()
                : all.stream().map(Slf4jMarkers::marker).toList();
    }

    @SuppressWarnings("deprecation") // The only way to add a reference.
    private static Marker marker(List<String> names) {
        Marker marker = DETACHED.getDetachedMarker(names.get(0));
        names.stream().skip(1).forEach(name -> marker.add(DETACHED.getDetachedMarker(name)));
        return marker;
    }
}
