package io.asynccpu.crossing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeId;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.annotation.JsonTypeIdResolver;
import tools.jackson.databind.jsontype.impl.TypeIdResolverBase;

/** Subclasses that are announced by annotations or by the language, and those that are not. */
final class PolymorphicValues {

    private PolymorphicValues() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Card.class, name = "card"),
        @JsonSubTypes.Type(value = Cash.class, name = "cash")
    })
    interface Payment extends Serializable {}

    record Card(String number) implements Payment {}

    record Cash() implements Payment {}

    record Unlisted(String number) implements Payment {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(Tax.class), @JsonSubTypes.Type(SameNameTax.class)})
    interface Fee extends Serializable {}

    @JsonTypeName("tax")
    record Tax(int percent) implements Fee {}

    @JsonTypeName("tax")
    record SameNameTax(int percent) implements Fee {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", visible = true)
    @JsonSubTypes(@JsonSubTypes.Type(value = Kinded.class, name = "kinded"))
    abstract static class WithKind implements Serializable {
        public String kind = "own";
    }

    static class Kinded extends WithKind {
        public int count = 1;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, defaultImpl = Other.class)
    @JsonSubTypes(@JsonSubTypes.Type(value = First.class, name = "first"))
    interface WithDefault extends Serializable {}

    record First(int number) implements WithDefault {}

    record Other(int number) implements WithDefault {}

    record Third(int number) implements WithDefault {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(WithName.class), @JsonSubTypes.Type(WithNumber.class)})
    interface Deduced extends Serializable {}

    record WithName(String name) implements Deduced {}

    record WithNumber(int number) implements Deduced {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface ByClass extends Serializable {}

    record ByClassOne(int number) implements ByClass {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
    interface ByMinimalClass extends Serializable {}

    record ByMinimalClassOne(int number) implements ByMinimalClass {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM)
    @JsonTypeIdResolver(AlwaysOne.class)
    interface ByOwnResolver extends Serializable {}

    record ResolvedOne(int number) implements ByOwnResolver {}

    record ResolvedTwo(int number) implements ByOwnResolver {}

    static class AlwaysOne extends TypeIdResolverBase {
        @Override
        public String idFromValue(DatabindContext context, Object value) {
            return "one";
        }

        @Override
        public String idFromValueAndType(DatabindContext context, Object value, Class<?> suggested) {
            return "one";
        }

        @Override
        public JavaType typeFromId(DatabindContext context, String id) {
            return context.constructType(ResolvedOne.class);
        }

        @Override
        public JsonTypeInfo.Id getMechanism() {
            return JsonTypeInfo.Id.CUSTOM;
        }
    }

    static class OwnTypeId implements Serializable {
        @JsonTypeId
        public String type = "none";

        public int number;
    }

    static class PropertyTyped implements Serializable {
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
        @JsonSubTypes({
            @JsonSubTypes.Type(value = Long.class, name = "long"),
            @JsonSubTypes.Type(value = Card.class, name = "card")
        })
        public Object value;

        @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
        public Object byClass;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
    interface None extends Serializable {}

    record NoneOne(int number) implements None {}

    sealed interface Shape extends Serializable permits Circle, Square, Deep {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    sealed interface Deep extends Shape permits Deeper, Open {}

    record Deeper(List<Shape> shapes) implements Deep {}

    static non-sealed class Open implements Deep {
        public int number = 1;
    }

    static class Opened extends Open {
        public int more = 2;
    }

    abstract static sealed class Base implements Serializable permits Leaf, Concrete {
        public String name = "none";
    }

    static final class Leaf extends Base {
        public int leaf = 1;
    }

    static sealed class Concrete extends Base permits MoreConcrete {
        public int concrete = 1;
    }

    static final class MoreConcrete extends Concrete {
        public int more = 1;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    sealed interface Announced extends Serializable permits AnnouncedOne, AnnouncedTwo {}

    record AnnouncedOne(int number) implements Announced {}

    record AnnouncedTwo(int number) implements Announced {}

    static List<Sample> samples() {
        Samples samples = new Samples("polymorphic");
        announced(samples);
        sealedTypes(samples);
        return samples.list();
    }

    private static void announced(Samples samples) {
        samples.add("@JsonTypeInfo NAME", Payment.class, () -> new Card("1"))
                .add("@JsonTypeInfo NAME, no fields", Payment.class, Cash::new)
                .add("@JsonTypeInfo NAME, not listed", Payment.class, () -> new Unlisted("1"))
                .add("@JsonTypeInfo NAME, as the subclass", Card.class, () -> new Card("1"))
                .add(
                        "@JsonTypeInfo NAME in a list",
                        new TypeOf<List<Payment>>() {},
                        () -> List.of(new Card("1"), new Cash()))
                .add(
                        "@JsonTypeInfo NAME as a key",
                        new TypeOf<Map<Payment, Long>>() {},
                        () -> Map.of(new Card("1"), 1L))
                .add("@JsonTypeInfo NAME in an array", Payment[].class, () -> new Payment[] {new Card("1"), new Cash()})
                .add("@JsonTypeInfo NAME, two of one name, first", Fee.class, () -> new Tax(1))
                .add("@JsonTypeInfo NAME, two of one name, second", Fee.class, () -> new SameNameTax(1))
                .add("@JsonTypeInfo NAME with a field of that name", WithKind.class, Kinded::new)
                .add("@JsonTypeInfo with a default, listed", WithDefault.class, () -> new First(1))
                .add("@JsonTypeInfo with a default, the default", WithDefault.class, () -> new Other(1))
                .add("@JsonTypeInfo with a default, not listed", WithDefault.class, () -> new Third(1))
                .add("@JsonTypeInfo DEDUCTION", Deduced.class, () -> new WithNumber(7))
                .add("@JsonTypeInfo DEDUCTION of null", Deduced.class, () -> new WithName(null))
                .add("@JsonTypeInfo CLASS", ByClass.class, () -> new ByClassOne(7))
                .add("@JsonTypeInfo MINIMAL_CLASS", ByMinimalClass.class, () -> new ByMinimalClassOne(7))
                .add("@JsonTypeInfo CUSTOM", ByOwnResolver.class, () -> new ResolvedOne(7))
                .add("@JsonTypeInfo CUSTOM that says another", ByOwnResolver.class, () -> new ResolvedTwo(7))
                .add("@JsonTypeInfo NONE", None.class, () -> new NoneOne(7))
                .add("@JsonTypeInfo of a field of Object", PropertyTyped.class, () -> {
                    PropertyTyped typed = new PropertyTyped();
                    typed.value = new Card("1");
                    return typed;
                })
                .add("@JsonTypeInfo CLASS of a field of Object", PropertyTyped.class, () -> {
                    PropertyTyped typed = new PropertyTyped();
                    typed.byClass = new Card("1");
                    return typed;
                })
                .add("@JsonTypeId", OwnTypeId.class, () -> {
                    OwnTypeId own = new OwnTypeId();
                    own.type = "x";
                    return own;
                })
                .open("@JsonTypeInfo NAME", () -> new Card("1"));
    }

    private static void sealedTypes(Samples samples) {
        samples.add("sealed interface", Shape.class, () -> new Circle(1.5))
                .add(
                        "sealed interface in a list",
                        new TypeOf<List<Shape>>() {},
                        () -> List.of(new Circle(1), new Square(2)))
                .add(
                        "sealed interface, below another",
                        Shape.class,
                        () -> new Deeper(List.of(new Square(1), new Open())))
                .add("sealed interface, opened again", Shape.class, Opened::new)
                .add("sealed interface as a key", new TypeOf<Map<Shape, Long>>() {}, () -> Map.of(new Circle(1), 1L))
                .add("sealed class", Base.class, Leaf::new)
                .add("sealed class, itself concrete", Base.class, Concrete::new)
                .add("sealed class below a concrete one", Concrete.class, MoreConcrete::new)
                .add(
                        "sealed classes in a list",
                        new TypeOf<List<Base>>() {},
                        () -> new ArrayList<>(List.of(new Leaf(), new Concrete(), new MoreConcrete())))
                .add("sealed interface with @JsonTypeInfo", Announced.class, () -> new AnnouncedTwo(1))
                .add(
                        "sealed interface in a record",
                        new TypeOf<RecordValues.Pair<Shape, Base>>() {},
                        () -> new RecordValues.Pair<>(new Square(1), new MoreConcrete()))
                .open("sealed interface", () -> new Circle(1.5));
    }
}
