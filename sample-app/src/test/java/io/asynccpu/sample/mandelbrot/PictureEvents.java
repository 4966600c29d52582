package io.asynccpu.sample.mandelbrot;

import io.asynccpu.sample.RunningApplication;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The events of one picture, as a browser gets them. Closing it is what a browser does when its page is left. */
final class PictureEvents implements AutoCloseable {

    /** @param data as in the JSON */
    record Event(String name, Map<String, Object> data) {

        int number(String key) {
            return ((Number) data.get(key)).intValue();
        }

        byte[] rgb() {
            return Base64.getDecoder().decode((String) data.get("rgb"));
        }
    }

    private final Stream<String> lines;
    private final Iterator<String> iterator;

    PictureEvents(RunningApplication application, String query) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = application.lines("/mandelbrot/picture?" + query);
        lines = response.body();
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + lines.toList());
        }
        iterator = lines.iterator();
    }

    /** Waits for it. */
    Event next() {
        String name = "";
        while (iterator.hasNext()) {
            String line = iterator.next();
            if (line.startsWith("event:")) {
                name = line.substring("event:".length());
            } else if (line.startsWith("data:")) {
                Map<String, Object> data =
                        JsonMapper.shared().readValue(line.substring("data:".length()), new TypeReference<>() {});
                return new Event(name, data);
            }
        }
        throw new AssertionError("The stream ended without the event 'end'");
    }

    /** All up to the end, and with it. */
    List<Event> rest() {
        List<Event> rest = new ArrayList<>();
        do {
            rest.add(next());
        } while (!rest.get(rest.size() - 1).name().equals("end"));
        return rest;
    }

    @Override
    public void close() {
        lines.close();
    }
}
