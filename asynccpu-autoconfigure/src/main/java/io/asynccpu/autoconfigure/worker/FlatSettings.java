package io.asynccpu.autoconfigure.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists and groups in a flat map of settings, as the private channel carries them: {@code key[0]}, {@code key[1]}, {@code group.key}. */
final class FlatSettings {

    private FlatSettings() {}

    static void put(Map<String, String> map, String key, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            map.put(key + "[" + i + "]", values.get(i));
        }
    }

    static List<String> list(Map<String, String> map, String key) {
        List<String> values = new ArrayList<>();
        for (String value = map.get(key + "[0]"); value != null; value = map.get(key + "[" + values.size() + "]")) {
            values.add(value);
        }
        return values;
    }

    /** The entries whose keys begin with the prefix, without it. */
    static Map<String, String> under(Map<String, String> map, String prefix) {
        Map<String, String> values = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                values.put(key.substring(prefix.length()), value);
            }
        });
        return values;
    }
}
