package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** Reads what a {@link GraphWriter} wrote; believes nothing of it. Not thread-safe. */
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

    /** Fills a collection whose order depends on objects that were not complete when it was read. */
    interface Step {
        void run() throws UncrossableException;
    }

    /**
     * @param size how many bytes there are
     * @param trusted whether they come from the parent
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

    /** For bytes of a child, on a thread that others need: stops before anything that runs code of the application. */
    static GraphReader atOnce(JsonParser in, long size) {
        return new GraphReader(in, size, false, true);
    }

    /** What comes now may run code of the application. */
    void requireTime() throws UncrossableException {
        if (atOnce) {
            throw new UncrossableException("it is to be read where there is time for it");
        }
    }

    JsonParser in() {
        return in;
    }

    /** The next token becomes the current one. */
    @Nullable
    JsonToken next() {
        if (ahead) {
            ahead = false;
            return in.currentToken();
        }
        return in.nextToken();
    }

    /** Looks at the next token; takes it if it is a null. */
    boolean takeNull() {
        if (!ahead) {
            in.nextToken();
        }
        ahead = in.currentToken() != JsonToken.VALUE_NULL;
        return !ahead;
    }

    /** The current token's. */
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

    /** Of elements, which take a byte each at least: so all counts together cannot make this side allocate more than that. */
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
            return Texts.fromUtf16(in.getBinaryValue());
        }
        throw UncrossableException.damagedBytes("not a text but " + token);
    }

    byte[] binary() throws UncrossableException {
        expect(JsonToken.VALUE_EMBEDDED_OBJECT);
        return in.getBinaryValue();
    }

    /** A number of a million digits is none here, before anybody reads it. */
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

    /** The name that was written now, or was the one of this number. */
    String name(int number) throws UncrossableException {
        if (number < 1 || number > names.size()) {
            throw UncrossableException.damagedBytes("a class of number " + number);
        }
        return names.get(number - 1);
    }

    void named(String name) {
        names.add(name);
    }

    /** A new object begins; its number if the shape is shared, else -1. */
    int begin(Shape shape) throws UncrossableException {
        if (atOnce && !shape.isQuick()) {
            requireTime();
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

    /** For what is about to be hashed or compared, when the objects had this {@link ReadObjects#weight} before it was read. */
    void requireLight(long before) throws UncrossableException {
        if (!trusted && objects.weight() - before > 1_000_000 + 100 * size) {
            throw UncrossableException.damagedBytes("references to references, whose hash nobody could wait for");
        }
        if (!trusted && url) {
            throw Refusals.urlAsKey();
        }
    }

    /** Of things to be done at the end, inner ones are done first. */
    void atTheEnd(Step step) {
        if (last.isEmpty()) {
            last = new ArrayList<>();
        }
        last.add(step);
    }

    /**
     * @param end what follows the graph; null if nothing does
     */
    void finish(@Nullable JsonToken end) throws UncrossableException {
        for (Step step : last) {
            step.run();
        }
        if (in.nextToken() != end) {
            throw UncrossableException.damagedBytes("more than one value");
        }
    }
}
