package io.asynccpu.crossing;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;
import tools.jackson.databind.util.TokenBuffer;

/** Trees of JSON. */
final class JsonValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonValues() {}

    static class HoldsJson {
        public JsonNode tree;
        public ObjectNode object;

        @JsonRawValue
        public String raw = "1";
    }

    static List<Sample> samples() {
        Samples samples = new Samples("json");
        samples.add("object", JsonNode.class, JsonValues::tree)
                .add("object as ObjectNode", ObjectNode.class, JsonValues::tree)
                .open("object", JsonValues::tree)
                .add(
                        "array",
                        ArrayNode.class,
                        () -> NODES.arrayNode().add(1).add(1L).add("a"))
                .add("int", JsonNode.class, () -> NODES.numberNode(1))
                .add("long that an int could hold", JsonNode.class, () -> NODES.numberNode(1L))
                .add("short", JsonNode.class, () -> NODES.numberNode((short) 1))
                .add("float", JsonNode.class, () -> NODES.numberNode(0.1f))
                .add("double", JsonNode.class, () -> NODES.numberNode(0.1))
                .add("double NaN", JsonNode.class, () -> NODES.numberNode(Double.NaN))
                .add("decimal", JsonNode.class, () -> NODES.numberNode(new BigDecimal("1.50")))
                .add("big integer", JsonNode.class, () -> NODES.numberNode(BigInteger.ONE))
                .add("binary", JsonNode.class, () -> NODES.binaryNode(new byte[] {1, 2}))
                .add("string with half a pair", JsonNode.class, () -> NODES.stringNode("\uD83D"))
                .add("null", JsonNode.class, NullNode::getInstance)
                .add("missing", JsonNode.class, MissingNode::getInstance)
                .add("a Java null", JsonNode.class, () -> null)
                .add("raw", JsonNode.class, () -> NODES.rawValueNode(new RawValue("{}")))
                .add("POJO", JsonNode.class, () -> NODES.pojoNode(new RecordValues.Plain("a", 1)))
                .add(
                        "list of nodes",
                        new TypeOf<List<JsonNode>>() {},
                        () -> List.of(NODES.numberNode(1L), NullNode.getInstance()))
                .add("map of nodes", new TypeOf<Map<String, JsonNode>>() {}, () -> Map.of("a", tree()))
                .add("nodes in a bean", HoldsJson.class, () -> {
                    HoldsJson holder = new HoldsJson();
                    holder.tree = tree();
                    holder.object = NODES.objectNode();
                    return holder;
                })
                .add("null node in a bean", HoldsJson.class, () -> {
                    HoldsJson holder = new HoldsJson();
                    holder.tree = NullNode.getInstance();
                    return holder;
                })
                .add("TokenBuffer", TokenBuffer.class, () -> {
                    TokenBuffer buffer = TokenBuffer.forGeneration();
                    buffer.writeNumber(1L);
                    return buffer;
                })
                .add("JsonMapper", JsonMapper.class, () -> JsonMapper.builder().build());
        return samples.list();
    }

    private static ObjectNode tree() {
        ObjectNode tree = NODES.objectNode();
        tree.put("z", 1L).put("a", 0.1f).put("text", "a");
        tree.putNull("null");
        tree.putArray("array").add(new BigDecimal("1.0")).addObject().put("deep", true);
        return tree;
    }
}
