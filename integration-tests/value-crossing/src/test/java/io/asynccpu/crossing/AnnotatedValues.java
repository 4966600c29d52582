package io.asynccpu.crossing;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonFilter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIgnoreType;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonMerge;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonRootName;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonView;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Beans whose annotations tell a web client less, or something else, than what they hold. */
final class AnnotatedValues {

    private AnnotatedValues() {}

    static class Ignored implements Serializable {
        public String shown = "a";

        @JsonIgnore
        public String password = "none";
    }

    static class ReadOnly implements Serializable {
        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        public Long id = 1L;

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        public String password = "none";
    }

    @JsonIgnoreProperties({"hidden", "other"})
    static class IgnoredByName implements Serializable {
        public String shown = "a";
        public String hidden = "none";
    }

    @JsonIgnoreType
    static class Unseen implements Serializable {
        public String name = "none";
    }

    static class HoldsUnseen implements Serializable {
        public Unseen unseen;
        public int count = 7;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    static class NonNull implements Serializable {
        public String name = "default";
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    static class NonEmpty implements Serializable {
        public String name = "default";
        public List<String> names = new ArrayList<>(List.of("default"));
        public Map<String, String> map;
        public int[] numbers = {1};
    }

    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    static class NonDefault implements Serializable {
        public int count = 7;
        public Boolean known = true;
    }

    static class NonAbsent {
        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        public Optional<String> name = Optional.of("default");
    }

    static class ContentNonNull implements Serializable {
        @JsonInclude(content = JsonInclude.Include.NON_NULL)
        public Map<String, String> map = new LinkedHashMap<>();
    }

    static class Formatted implements Serializable {
        @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = "yyyy-MM-dd", timezone = "UTC")
        public Date date;

        @JsonFormat(shape = JsonFormat.Shape.NUMBER_INT)
        public Instant instant;

        @JsonFormat(shape = JsonFormat.Shape.NUMBER_INT)
        public BigDecimal amount;
    }

    static class RawJson implements Serializable {
        @JsonRawValue
        public String json = "{}";
    }

    @JsonNaming(PropertyNamingStrategies.LowerCaseStrategy.class)
    static class SameNames implements Serializable {
        public String fullName = "a";
        public String fullname = "b";
    }

    static class Views implements Serializable {
        static class Public {}

        static class Internal extends Public {}

        @JsonView(Public.class)
        public String shown = "a";

        @JsonView(Internal.class)
        public String internal = "none";
    }

    @JsonFilter("mine")
    static class Filtered implements Serializable {
        public String name = "none";
    }

    static class Name implements Serializable {
        public String first = "none";
        public String last = "none";
    }

    static class Unwrapped implements Serializable {
        @JsonUnwrapped
        public Name name;

        public String first = "outer";
    }

    static class UnwrappedTwice implements Serializable {
        @JsonUnwrapped
        public Name one = new Name();

        @JsonUnwrapped
        public Name other = new Name();
    }

    static class Any implements Serializable {
        public String name = "a";
        private final Map<String, Object> more = new LinkedHashMap<>();

        @JsonAnyGetter
        public Map<String, Object> getMore() {
            return more;
        }

        @JsonAnySetter
        public void put(String key, Object value) {
            more.put(key, value);
        }
    }

    static class Getter implements Serializable {
        private int amount;

        @JsonGetter("amount")
        public int cents() {
            return amount * 100;
        }

        @JsonSetter("amount")
        public void setAmount(int amount) {
            this.amount = amount;
        }
    }

    static class SetterForNull implements Serializable {
        @JsonSetter(nulls = Nulls.SKIP)
        public String name = "default";

        @JsonSetter(nulls = Nulls.AS_EMPTY)
        public List<String> names = List.of("default");

        @JsonSetter(contentNulls = Nulls.SKIP)
        public List<String> withNulls = new ArrayList<>();
    }

    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.NONE, getterVisibility = JsonAutoDetect.Visibility.NONE)
    static class Undetected implements Serializable {
        public String name = "none";

        @JsonProperty
        public int count = 1;
    }

    @JsonPropertyOrder({"b", "a"})
    @JsonRootName("root")
    static class Ordered implements Serializable {
        public String a = "none";
        public String b = "none";
    }

    static class Aliased implements Serializable {
        @JsonAlias("b")
        public String a = "none";

        @JsonProperty("b")
        public String c = "none";
    }

    static class Merged implements Serializable {
        @JsonMerge
        public List<String> names = new ArrayList<>(List.of("default"));
    }

    static class Renamed implements Serializable {
        @JsonProperty("b")
        public String a = "none";

        @JsonProperty("a")
        public String b = "none";
    }

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"b"})
    static class AsArray implements Serializable {
        public String a = "none";
        public String b = "none";
    }

    @JsonFormat(shape = JsonFormat.Shape.OBJECT)
    static class ListAsObject extends ArrayList<String> {
        public String title = "none";
    }

    static List<Sample> samples() {
        Samples samples = new Samples("annotated");
        samples.add("@JsonIgnore", Ignored.class, () -> with(new Ignored(), bean -> bean.password = "secret"))
                .add(
                        "@JsonProperty READ_ONLY and WRITE_ONLY",
                        ReadOnly.class,
                        () -> with(new ReadOnly(), bean -> {
                            bean.id = 7L;
                            bean.password = "secret";
                        }))
                .add(
                        "@JsonIgnoreProperties",
                        IgnoredByName.class,
                        () -> with(new IgnoredByName(), bean -> bean.hidden = "secret"))
                .add(
                        "@JsonIgnoreType",
                        HoldsUnseen.class,
                        () -> with(new HoldsUnseen(), bean -> bean.unseen = new Unseen()))
                .add("@JsonIgnoreType itself", Unseen.class, () -> with(new Unseen(), bean -> bean.name = "a"))
                .add("@JsonInclude NON_NULL", NonNull.class, () -> with(new NonNull(), bean -> bean.name = null))
                .add(
                        "@JsonInclude NON_EMPTY",
                        NonEmpty.class,
                        () -> with(new NonEmpty(), bean -> {
                            bean.name = "";
                            bean.names = new ArrayList<>();
                            bean.map = Map.of();
                            bean.numbers = new int[0];
                        }))
                .add(
                        "@JsonInclude NON_DEFAULT",
                        NonDefault.class,
                        () -> with(new NonDefault(), bean -> {
                            bean.count = 0;
                            bean.known = null;
                        }))
                .add(
                        "@JsonInclude NON_ABSENT",
                        NonAbsent.class,
                        () -> with(new NonAbsent(), bean -> bean.name = Optional.empty()))
                .add(
                        "@JsonInclude, content NON_NULL",
                        ContentNonNull.class,
                        () -> with(new ContentNonNull(), bean -> bean.map.put("a", null)))
                .add(
                        "@JsonFormat",
                        Formatted.class,
                        () -> with(new Formatted(), bean -> {
                            bean.date = new Date(1_234_567_890_123L);
                            bean.instant = Instant.ofEpochSecond(1, 123_456_789);
                            bean.amount = new BigDecimal("7.25");
                        }))
                .add("@JsonFormat as an array", AsArray.class, () -> with(new AsArray(), bean -> bean.a = "x"))
                .add(
                        "@JsonFormat of a list as an object",
                        ListAsObject.class,
                        () -> with(new ListAsObject(), bean -> {
                            bean.add("a");
                            bean.title = "b";
                        }))
                .add("@JsonRawValue", RawJson.class, () -> with(new RawJson(), bean -> bean.json = "{\"a\":1}"))
                .add(
                        "@JsonRawValue that is no JSON",
                        RawJson.class,
                        () -> with(new RawJson(), bean -> bean.json = "a\" b"))
                .add("@JsonNaming", SameNames.class, () -> with(new SameNames(), bean -> bean.fullName = "x"))
                .add("@JsonView", Views.class, () -> with(new Views(), bean -> bean.internal = "x"))
                .add("@JsonFilter", Filtered.class, () -> with(new Filtered(), bean -> bean.name = "x"))
                .add("@JsonUnwrapped", Unwrapped.class, () -> with(new Unwrapped(), bean -> bean.name = new Name()))
                .add("@JsonUnwrapped of null", Unwrapped.class, Unwrapped::new)
                .add(
                        "@JsonUnwrapped twice",
                        UnwrappedTwice.class,
                        () -> with(new UnwrappedTwice(), bean -> bean.one.first = "x"))
                .add("@JsonAnyGetter", Any.class, () -> with(new Any(), bean -> bean.put("b", 7L)))
                .add(
                        "@JsonAnyGetter with a field's name",
                        Any.class,
                        () -> with(new Any(), bean -> bean.put("name", "b")))
                .add("@JsonGetter", Getter.class, () -> with(new Getter(), bean -> bean.setAmount(7)))
                .add(
                        "@JsonSetter for nulls",
                        SetterForNull.class,
                        () -> with(new SetterForNull(), bean -> {
                            bean.name = null;
                            bean.names = null;
                            bean.withNulls = new ArrayList<>(Arrays.asList("a", null));
                        }))
                .add("@JsonAutoDetect NONE", Undetected.class, () -> with(new Undetected(), bean -> bean.name = "x"))
                .add("@JsonPropertyOrder", Ordered.class, () -> with(new Ordered(), bean -> bean.a = "x"))
                .add("@JsonAlias", Aliased.class, () -> with(new Aliased(), bean -> bean.c = "x"))
                .add("@JsonMerge", Merged.class, () -> with(new Merged(), bean -> bean.names.add("x")))
                .add("@JsonProperty, swapped", Renamed.class, () -> with(new Renamed(), bean -> bean.a = "x"));
        return samples.list();
    }

    private static <T> T with(T bean, Consumer<T> change) {
        change.accept(bean);
        return bean;
    }
}
