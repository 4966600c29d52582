package io.asynccpu.internal.codec.jackson;

import static io.asynccpu.internal.codec.CodecCalls.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.internal.codec.CodecCalls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** What modules may say of values, beyond a serializer and a deserializer of one class. */
class ModuleValuesTests {

    private final CodecCalls calls = new CodecCalls(new JacksonCodec(List.of()));

    interface Token {
        String text();
    }

    record PlainToken(String text) implements Token {
        @Override
        public boolean equals(Object other) {
            return other instanceof Token token && token.text().equals(text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    /** It cannot be made on the other side. */
    static final class BoundToken implements Token {
        private final Thread owner = Thread.currentThread();

        @Override
        public String text() {
            return owner.getName();
        }
    }

    private static final ValueSerializer<Token> WRITER = new ValueSerializer<>() {
        @Override
        public void serialize(Token token, JsonGenerator out, SerializationContext context) {
            out.writeString(token.text());
        }
    };

    private static final ValueDeserializer<Token> READER = new ValueDeserializer<>() {
        @Override
        public Token deserialize(JsonParser in, DeserializationContext context) {
            return new PlainToken(in.getString());
        }

        @Override
        public Class<?> handledType() {
            return Token.class;
        }
    };

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // a token stands for each class of tokens
    void aDeserializerMayMakeWhatItsClassImplements() {
        SimpleModule module = new SimpleModule("tokens");
        module.addSerializer(Token.class, WRITER);
        module.addDeserializer(Token.class, READER);
        module.addDeserializer(BoundToken.class, (ValueDeserializer) READER);
        CodecCalls withModule = new CodecCalls(new JacksonCodec(List.of(module)));
        Token bound = new BoundToken();
        assertThat(withModule.<Object>asArgument(Object.class, bound)).isEqualTo(new PlainToken(bound.text()));
        assertThat(withModule.asResult(Token.class, bound)).isEqualTo(new PlainToken(bound.text()));
        assertThat(withModule.refusalOfValue(BoundToken.class, bound)).hasMessageContaining("declare an interface");
    }

    static class Words extends HashMap<String, Integer> {
        private String language = "en";
    }

    @Test
    void aMapThatAModuleAnnouncesMayStandInAResult() {
        Words words = new Words();
        words.put("a", 1);
        words.language = "de";
        java.lang.reflect.Type map = type(new TypeReference<Map<String, Integer>>() {});
        assertThat(calls.refusalOfResult(map, words)).hasMessageContaining("a child must not choose classes");

        SimpleModule module = new SimpleModule("words");
        module.registerSubtypes(Words.class);
        CodecCalls withModule = new CodecCalls(new JacksonCodec(List.of(module)));
        Object back = withModule.<Object>asResult(map, words);
        assertThat(back).isExactlyInstanceOf(Words.class).isEqualTo(words);
        assertThat(((Words) back).language).isEqualTo("de");
    }

    record Answer<T>(int code, T body) {}

    @Test
    void whatIsNeverThereCrosses() {
        java.lang.reflect.Type type = type(new TypeReference<Answer<Void>>() {});
        calls.accept(type);
        Answer<Void> none = new Answer<>(204, null);
        assertThat(calls.asArgument(type, none)).isEqualTo(none);
        assertThat(calls.asResult(type, none)).isEqualTo(none);
    }
}
