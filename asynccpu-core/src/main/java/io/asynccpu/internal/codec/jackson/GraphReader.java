package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** Reads the tokens that a {@link GraphWriter} wrote, which may come from a hostile child. Not thread-safe. */
final class GraphReader {

    private final JsonParser in;
    private final long size;
    private final boolean trusted;
    private final boolean atOnce;

    private boolean url;
    private final ReadObjects objects = new ReadObjects();
    private final List<String> names = new ArrayList<>(4);
    private List<Step> last = List.of();
    private long claimed;
    private int depth;
    private boolean ahead;

    /** Fills a collection whose order or hashes depend on objects that were incomplete when it was read. */
    interface Step {
        void run() throws UncrossableException;
    }

    /**
     * @param size the number of bytes of the message
     * @param trusted whether the message comes from the parent
     */
    GraphReader(JsonParser in, long size, boolean trusted) {
        this(in, size, trusted, false);
    }

    private GraphReader(JsonParser in, long size, boolean trusted, boolean atOnce) {
        this.in = in;
        this.size = size;
        this.trusted = trusted;
        this.atOnce = atOnce;
    }

    /**
     * Creates a reader for a child's message on a thread that others need: fails before any step that runs application
     * code.
     */
    static GraphReader atOnce(JsonParser in, long size) {
        return new GraphReader(in, size, false, true);
    }

    /** To be called before a step that may run application code. */
    void requireApplicationCodeAllowed() throws UncrossableException {
        if (atOnce) {
            throw new UncrossableException("application code must not run on this thread");
        }
    }

    JsonParser in() {
        return in;
    }

    /** Moves to the next token. */
    @Nullable
    JsonToken next() {
        if (ahead) {
            ahead = false;
            return in.currentToken();
        }
        return in.nextToken();
    }

    /** Whether the next token is null; if so, moves past it. */
    boolean takeNull() {
        if (!ahead) {
            in.nextToken();
        }
        ahead = in.currentToken() != JsonToken.VALUE_NULL;
        return !ahead;
    }

    /** The current token, which must be a number. */
    int currentInteger() throws UncrossableException {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw UncrossableException.damagedBytes("not a class but " + in.currentToken());
        }
        requireType(NumberType.INT);
        return in.getIntValue();
    }

    int integer() throws UncrossableException {
        expect(JsonToken.VALUE_NUMBER_INT);
        requireType(NumberType.INT);
        return in.getIntValue();
    }

    long longInteger() throws UncrossableException {
        expect(JsonToken.VALUE_NUMBER_INT);
        if (in.getNumberType() != NumberType.INT) {
            requireType(NumberType.LONG);
        }
        return in.getLongValue();
    }

    /**
     * Reads the count of a collection's elements. Each takes at least one byte, so all counts together are limited by
     * the size of the message, and so is the memory that is allocated for them.
     */
    int count() throws UncrossableException {
        int count = integer();
        claimed += count;
        if (count < 0 || claimed > size) {
            throw UncrossableException.damagedBytes("a count of " + count + " in " + size + " bytes");
        }
        return count;
    }

    boolean bool() throws UncrossableException {
        JsonToken token = next();
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        throw UncrossableException.damagedBytes("not a boolean but " + token);
    }

    float float32() throws UncrossableException {
        expect(JsonToken.VALUE_NUMBER_FLOAT);
        requireType(NumberType.FLOAT);
        return in.getFloatValue();
    }

    double float64() throws UncrossableException {
        expect(JsonToken.VALUE_NUMBER_FLOAT);
        requireType(NumberType.DOUBLE);
        return in.getDoubleValue();
    }

    String string() throws UncrossableException {
        JsonToken token = next();
        if (token == JsonToken.VALUE_STRING) {
            return in.getString();
        }
        if (token == JsonToken.VALUE_EMBEDDED_OBJECT) {
            return Utf16.fromUtf16(in.getBinaryValue());
        }
        throw UncrossableException.damagedBytes("not a text but " + token);
    }

    byte[] binary() throws UncrossableException {
        expect(JsonToken.VALUE_EMBEDDED_OBJECT);
        return in.getBinaryValue();
    }

    /** Checks the type before the value is computed: a number may have a million digits. */
    private void requireType(NumberType wanted) throws UncrossableException {
        if (in.getNumberType() != wanted) {
            throw UncrossableException.damagedBytes("a number that is not " + wanted);
        }
    }

    private void expect(JsonToken wanted) throws UncrossableException {
        JsonToken token = next();
        if (token != wanted) {
            throw UncrossableException.damagedBytes("not " + wanted + " but " + token);
        }
    }

    /** The class name with this number. */
    String name(int number) throws UncrossableException {
        if (number < 1 || number > names.size()) {
            throw UncrossableException.damagedBytes("a class of number " + number);
        }
        return names.get(number - 1);
    }

    void named(String name) {
        names.add(name);
    }

    /** Begins an object. Returns its number if the shape is shared, otherwise -1. */
    int begin(Shape shape) throws UncrossableException {
        if (atOnce && !shape.runsNoApplicationCode()) {
            requireApplicationCodeAllowed();
        }
        if (++depth > GraphWriter.DEEPEST) {
            throw UncrossableException.damagedBytes("nested more than " + GraphWriter.DEEPEST + " levels deep");
        }
        return shape.isShared() ? objects.begin(shape) : -1;
    }

    /** The object exists, perhaps without all that it will hold, and may be referred to. */
    void exists(int number, Object object) {
        if (number >= 0) {
            objects.exists(number, object);
        }
    }

    void end(int number, Object object) {
        depth--;
        if (number >= 0) {
            objects.complete(number, object);
        }
    }

    /** The shared objects that were read so far. */
    ReadObjects objects() {
        return objects;
    }

    boolean isTrusted() {
        return trusted;
    }

    void sawUrl() {
        url = true;
    }

    /**
     * Refuses to hash or compare what has been read since the objects had this {@link ReadObjects#weight}, if it refers
     * to too many objects.
     */
    void requireBoundedWeight(long before) throws UncrossableException {
        if (!trusted && objects.weight() - before > 1_000_000 + 100 * size) {
            throw UncrossableException.damagedBytes(
                    "so many nested references that to compute a hash would take too long");
        }
        if (!trusted && url) {
            throw RefusalMessages.urlAsKey();
        }
    }

    /** Adds a step to be run at the end; steps of inner objects run first. */
    void atTheEnd(Step step) {
        if (last.isEmpty()) {
            last = new ArrayList<>();
        }
        last.add(step);
    }

    /** @param end the token that follows the graph; null if it ends the message */
    void finish(@Nullable JsonToken end) throws UncrossableException {
        for (Step step : last) {
            step.run();
        }
        if (in.nextToken() != end) {
            throw UncrossableException.damagedBytes("more than one value");
        }
    }
}
