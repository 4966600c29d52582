package io.asynccpu.internal.codec.jackson;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The subclasses of Jackson's {@code JsonNode} in both versions, whose base class is abstract and lists none. Known by
 * name, if they are on the class path.
 */
final class JsonNodeClasses {

    private static final List<String> NODES = List.of(
            "ArrayNode",
            "BigIntegerNode",
            "BinaryNode",
            "BooleanNode",
            "DecimalNode",
            "DoubleNode",
            "FloatNode",
            "IntNode",
            "LongNode",
            "MissingNode",
            "NullNode",
            "ObjectNode",
            "POJONode",
            "ShortNode",
            "StringNode",
            "TextNode");

    /** The base class, and the package of its subclasses. */
    private static final Map<String, String> FAMILIES = Map.of(
            "tools.jackson.databind.JsonNode", "tools.jackson.databind.node.",
            "com.fasterxml.jackson.databind.JsonNode", "com.fasterxml.jackson.databind.node.");

    private JsonNodeClasses() {}

    static List<Class<?>> of(Class<?> type) {
        List<Class<?>> found = new ArrayList<>();
        for (Class<?> base = type; base != null; base = base.getSuperclass()) {
            String nodes = FAMILIES.get(base.getName());
            if (nodes != null) {
                for (String name : NODES) {
                    addIfThere(nodes + name, base.getClassLoader(), found);
                }
            }
        }
        return found;
    }

    private static void addIfThere(String name, ClassLoader loader, List<Class<?>> found) {
        try {
            found.add(Class.forName(name, false, loader));
        } catch (ClassNotFoundException e) {
            // The class does not exist in all versions.
        }
    }
}
