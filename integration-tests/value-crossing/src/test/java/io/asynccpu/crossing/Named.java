package io.asynccpu.crossing;

/** Values in messages that are the same in each run. */
final class Named {

    private Named() {}

    static String shortly(Object value) {
        if (value == null) {
            return "null";
        }
        boolean readable = value instanceof Number || value instanceof Enum || value instanceof String;
        String name = readable ? printable(value.toString()) : value.getClass().getSimpleName();
        return name.length() <= 20 ? name : name.substring(0, 20) + "…";
    }

    private static String printable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '|') ? text : "a String";
    }
}
