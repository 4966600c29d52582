package io.asynccpu.crossing;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonKey;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.util.StdConverter;

/** Classes that say themselves how they are written and read: whole, or not. */
final class CustomValues {

    private CustomValues() {}

    record Value(@JsonValue String text) implements Serializable {}

    static final class ValueAndCreator implements Serializable {
        private final String text;

        private ValueAndCreator(String text) {
            this.text = text;
        }

        @JsonCreator
        static ValueAndCreator of(String text) {
            return new ValueAndCreator(text);
        }

        @JsonValue
        String text() {
            return text;
        }
    }

    static final class LossyValue implements Serializable {
        private final String text;
        private final int count;

        LossyValue(String text, int count) {
            this.text = text;
            this.count = count;
        }

        @JsonCreator
        static LossyValue of(String text) {
            return new LossyValue(text, 0);
        }

        @JsonValue
        String text() {
            return text;
        }

        @Override
        public String toString() {
            return text + count;
        }
    }

    static final class Creator implements Serializable {
        private final String first;
        private final String last;
        private int calls;

        @JsonCreator
        Creator(@JsonProperty("first") String first, @JsonProperty("last") String last) {
            this.first = first;
            this.last = last.toUpperCase(Locale.ROOT);
        }

        public String getFirst() {
            return first;
        }

        public String getLast() {
            return last;
        }

        int next() {
            return ++calls;
        }
    }

    static final class Delegating implements Serializable {
        private final List<String> names;

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Delegating(List<String> names) {
            this.names = names;
        }

        @JsonValue
        List<String> names() {
            return names;
        }
    }

    static final class Injected implements Serializable {
        @JacksonInject
        public String injected = "none";

        public int count = 7;
    }

    record Key(@JsonKey String key, int more) implements Serializable {}

    static class Upper extends ValueSerializer<String> {
        @Override
        public void serialize(String text, JsonGenerator out, SerializationContext context) {
            out.writeString(text.toUpperCase(Locale.ROOT));
        }
    }

    static class Reversed extends ValueSerializer<String> {
        @Override
        public void serialize(String text, JsonGenerator out, SerializationContext context) {
            out.writeString(new StringBuilder(text).reverse().toString());
        }
    }

    static class Unreversed extends ValueDeserializer<String> {
        @Override
        public String deserialize(JsonParser in, DeserializationContext context) {
            return new StringBuilder(in.getString()).reverse().toString();
        }
    }

    static class Written implements Serializable {
        @JsonSerialize(using = Upper.class)
        public String text = "none";
    }

    static class WrittenAndRead implements Serializable {
        @JsonSerialize(using = Reversed.class)
        @JsonDeserialize(using = Unreversed.class)
        public String text = "none";
    }

    @JsonSerialize(using = WholeWriter.class)
    @JsonDeserialize(using = WholeReader.class)
    static class Whole implements Serializable {
        private final String text;
        private final int count;

        Whole(String text, int count) {
            this.text = text;
            this.count = count;
        }

        @Override
        public String toString() {
            return count + text;
        }
    }

    static class WholeWriter extends ValueSerializer<Whole> {
        @Override
        public void serialize(Whole whole, JsonGenerator out, SerializationContext context) {
            out.writeString(whole.toString());
        }
    }

    static class WholeReader extends ValueDeserializer<Whole> {
        @Override
        public Whole deserialize(JsonParser in, DeserializationContext context) {
            String all = in.getString();
            return new Whole(all.substring(1), all.charAt(0) - '0');
        }
    }

    @JsonSerialize(using = LossyWriter.class)
    @JsonDeserialize(using = LossyReader.class)
    static class Lossy extends Whole {
        Lossy(String text, int count) {
            super(text, count);
        }
    }

    static class LossyWriter extends ValueSerializer<Lossy> {
        @Override
        public void serialize(Lossy lossy, JsonGenerator out, SerializationContext context) {
            out.writeString(lossy.toString().substring(1));
        }
    }

    static class LossyReader extends ValueDeserializer<Lossy> {
        @Override
        public Lossy deserialize(JsonParser in, DeserializationContext context) {
            return new Lossy(in.getString(), 0);
        }
    }

    static class ToText extends StdConverter<Converted, String> {
        @Override
        public String convert(Converted value) {
            return value.text;
        }
    }

    static class FromText extends StdConverter<String, Converted> {
        @Override
        public Converted convert(String text) {
            Converted converted = new Converted();
            converted.text = text;
            return converted;
        }
    }

    @JsonSerialize(converter = ToText.class)
    @JsonDeserialize(converter = FromText.class)
    static class Converted implements Serializable {
        String text = "none";
        int count = 7;
    }

    interface Animal {
        String name();
    }

    @JsonDeserialize(as = Dog.class)
    interface Pet extends Animal {}

    record Dog(String name) implements Pet, Serializable {}

    record Cat(String name, int lives) implements Pet, Serializable {}

    static class AsInterface implements Serializable {
        @JsonSerialize(as = Animal.class)
        @JsonDeserialize(as = Cat.class)
        public Pet pet;
    }

    @JsonDeserialize(builder = Built.Builder.class)
    static final class Built implements Serializable {
        private final String name;
        private final int count;

        private Built(String name, int count) {
            this.name = name;
            this.count = count;
        }

        public String getName() {
            return name;
        }

        int count() {
            return count;
        }

        @JsonPOJOBuilder(withPrefix = "")
        static final class Builder {
            private String name;

            public Builder name(String given) {
                this.name = given;
                return this;
            }

            public Built build() {
                return new Built(name, 0);
            }
        }
    }

    static List<Sample> samples() {
        Samples samples = new Samples("custom");
        written(samples);
        return samples.list();
    }

    private static void written(Samples samples) {
        samples.everywhere("@JsonValue in a record", Value.class, () -> new Value("a"))
                .everywhere("@JsonValue and @JsonCreator", ValueAndCreator.class, () -> ValueAndCreator.of("a"))
                .everywhere("@JsonValue and @JsonCreator that lose", LossyValue.class, () -> new LossyValue("a", 7))
                .add("@JsonCreator that changes", Creator.class, () -> {
                    Creator creator = new Creator("a", "b");
                    creator.next();
                    return creator;
                })
                .add(
                        "@JsonCreator that delegates",
                        Delegating.class,
                        () -> new Delegating(new ArrayList<>(List.of("a"))))
                .add("@JacksonInject", Injected.class, () -> {
                    Injected injected = new Injected();
                    injected.injected = "x";
                    return injected;
                })
                .add("@JsonKey", new TypeOf<Map<Key, Long>>() {}, () -> {
                    Map<Key, Long> map = new LinkedHashMap<>();
                    map.put(new Key("a", 1), 1L);
                    map.put(new Key("a", 2), 2L);
                    return map;
                })
                .add("@JsonSerialize of a field only", Written.class, Written::new)
                .add("@JsonSerialize and @JsonDeserialize of a field", WrittenAndRead.class, WrittenAndRead::new)
                .everywhere("@JsonSerialize and @JsonDeserialize", Whole.class, () -> new Whole("a", 7))
                .everywhere("@JsonSerialize and @JsonDeserialize that lose", Lossy.class, () -> new Lossy("a", 7))
                .add("converters that lose", Converted.class, () -> {
                    Converted converted = new Converted();
                    converted.count = 1;
                    return converted;
                })
                .add("@JsonDeserialize as", Pet.class, () -> new Dog("a"))
                .add("@JsonDeserialize as another", Pet.class, () -> new Cat("a", 7))
                .add("@JsonSerialize as", AsInterface.class, () -> {
                    AsInterface holder = new AsInterface();
                    holder.pet = new Cat("a", 7);
                    return holder;
                })
                .add("@JsonDeserialize with a builder that loses", Built.class, () -> new Built("a", 7));
    }
}
