package io.asynccpu.crossing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Enums of the application. */
final class EnumValues {

    private EnumValues() {}

    enum Plain {
        ONE,
        TWO
    }

    enum Operation {
        PLUS {
            @Override
            int apply(int one, int other) {
                return one + other;
            }
        },
        MINUS {
            @Override
            int apply(int one, int other) {
                return one - other;
            }
        };

        abstract int apply(int one, int other);
    }

    enum Valued {
        LEFT("l"),
        RIGHT("r");

        @JsonValue
        final String code;

        Valued(String code) {
            this.code = code;
        }
    }

    enum ValuedAlike {
        ONE,
        TWO;

        @JsonValue
        String value() {
            return "number";
        }
    }

    enum Named {
        @JsonProperty("two")
        ONE,
        @JsonProperty("one")
        TWO
    }

    enum Shown {
        ONE,
        TWO;

        @Override
        public String toString() {
            return "shown";
        }
    }

    enum Created {
        ONE,
        TWO;

        @JsonCreator
        static Created of(String name) {
            return ONE;
        }
    }

    enum WithDefault {
        ONE,
        @JsonEnumDefaultValue
        OTHER
    }

    @JsonFormat(shape = JsonFormat.Shape.OBJECT)
    enum AsObject {
        ONE(1),
        TWO(2);

        public final int number;

        AsObject(int number) {
            this.number = number;
        }
    }

    @JsonFormat(shape = JsonFormat.Shape.NUMBER)
    enum AsNumber {
        ONE,
        TWO
    }

    interface Coded {
        String code();
    }

    enum Country implements Coded {
        DE,
        FR;

        @Override
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static List<Sample> samples() {
        Samples samples = new Samples("enum");
        samples.everywhere("enum", Plain.class, () -> Plain.TWO)
                .everywhere("enum with bodies", Operation.class, () -> Operation.MINUS)
                .everywhere("enum with @JsonValue", Valued.class, () -> Valued.RIGHT)
                .everywhere("enum with one @JsonValue for all", ValuedAlike.class, () -> ValuedAlike.TWO)
                .everywhere("enum with swapped @JsonProperty", Named.class, () -> Named.TWO)
                .everywhere("enum with one toString for all", Shown.class, () -> Shown.TWO)
                .everywhere("enum with a lossy @JsonCreator", Created.class, () -> Created.TWO)
                .everywhere("enum as an object", AsObject.class, () -> AsObject.TWO)
                .everywhere("enum as a number", AsNumber.class, () -> AsNumber.TWO)
                .add("enum with a default", WithDefault.class, () -> WithDefault.ONE)
                .add("enum behind an interface", Coded.class, () -> Country.FR)
                .add("enums behind an interface", new TypeOf<List<Coded>>() {}, () -> List.of(Country.FR))
                .add("enum behind Enum", new TypeOf<Enum<?>>() {}, () -> Plain.TWO)
                .add(
                        "enum set with one @JsonValue for all",
                        new TypeOf<Set<ValuedAlike>>() {},
                        () -> EnumSet.allOf(ValuedAlike.class))
                .add(
                        "enum map with one toString for all",
                        new TypeOf<Map<Shown, Long>>() {},
                        () -> new EnumMap<>(Map.of(Shown.ONE, 1L, Shown.TWO, 2L)))
                .add("enum array", Operation[].class, () -> Operation.values())
                .add("enum's class", new TypeOf<Class<Plain>>() {}, () -> Plain.class);
        return samples.list();
    }
}
