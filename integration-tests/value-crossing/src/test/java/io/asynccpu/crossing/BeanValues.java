package io.asynccpu.crossing;

import io.asynccpu.crossing.AccessBeans.*;
import io.asynccpu.crossing.FieldBeans.*;
import io.asynccpu.crossing.InheritedBeans.*;
import io.asynccpu.crossing.MadeBeans.*;
import io.asynccpu.crossing.NestedBeans.*;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects of the application's classes, written in every style. */
final class BeanValues {

    private BeanValues() {}

    static List<Sample> samples() {
        Samples samples = new Samples("bean");
        access(samples);
        construction(samples);
        inheritance(samples);
        fields(samples);
        nesting(samples);
        return samples.list();
    }

    private static void access(Samples samples) {
        samples.everywhere("bean with accessors", Usual.class, BeanValues::usual)
                .add("bean, its defaults overwritten by null", Usual.class, () -> {
                    Usual usual = new Usual();
                    usual.setName(null);
                    usual.setTags(null);
                    return usual;
                })
                .add("bean with public fields", PublicFields.class, () -> {
                    PublicFields bean = new PublicFields();
                    bean.name = "a";
                    bean.count = 7;
                    return bean;
                })
                .add("bean without accessors", NoAccessors.class, () -> new NoAccessors("a", 7))
                .add("bean with getters only", GettersOnly.class, () -> new GettersOnly("a", 7))
                .add("bean with some state without getter", HiddenState.class, () -> new HiddenState("a", "secret"))
                .add("bean with a masking getter", Masking.class, () -> new Masking("4111111111111111"))
                .add("bean with a copying getter", Copying.class, Copying::new)
                .add("bean with a getter of another type", OtherType.class, () -> new OtherType(7))
                .add("bean with an Optional getter", OptionalGetter.class, OptionalGetter::new)
                .add("bean with a list that only a getter shows", ListBehindGetter.class, () -> {
                    ListBehindGetter bean = new ListBehindGetter();
                    bean.getItems().addAll(List.of("b", "a"));
                    return bean;
                })
                .add("bean with a list that begins full", FullList.class, () -> {
                    FullList bean = new FullList();
                    bean.getItems().remove("a");
                    return bean;
                })
                .add("bean with a setter that changes", ChangingSetter.class, () -> {
                    ChangingSetter bean = new ChangingSetter();
                    bean.name = "Abc";
                    return bean;
                })
                .add("bean with fluent accessors", Fluent.class, () -> new Fluent()
                        .name("a")
                        .count(7))
                .add("bean with a failing getter", FailingGetter.class, FailingGetter::new)
                .add("bean with names that getters spell otherwise", Spelling.class, Spelling::new)
                .add("bean with a boolean isX field", IsFields.class, IsFields::new);
    }

    static Usual usual() {
        Usual usual = new Usual();
        usual.setName("a");
        usual.setCount(7);
        usual.setTags(new ArrayList<>(List.of("x", "y")));
        return usual;
    }

    private static void construction(Samples samples) {
        samples.add("bean with a constructor", ByConstructor.class, () -> new ByConstructor("a", 7))
                .add("bean with several constructors", Several.class, () -> new Several("a", 7))
                .add("bean with a private constructor", MadeBeans.Hidden.class, () -> MadeBeans.Hidden.of("a"))
                .add(
                        "bean with a builder",
                        Built.class,
                        () -> Built.builder().name("a").count(7).build())
                .add(
                        "bean with a constructor that changes",
                        ChangingConstructor.class,
                        () -> new ChangingConstructor("Abc"))
                .add(
                        "bean with a constructor that adds",
                        AddingConstructor.class,
                        () -> new AddingConstructor(List.of("a")))
                .add("bean with a constructor that refuses", RefusingConstructor.class, RefusingConstructor::broken)
                .add("bean with a constructor that swaps", Swapped.class, () -> new Swapped("a", "b"))
                .add("bean with a constructor of one String", OneString.class, () -> new OneString("a"))
                .add("bean with final fields that begin with a value", FinalDefaults.class, FinalDefaults::new)
                .add("bean with a constant field", ConstantField.class, ConstantField::new)
                .add("bean with a counter of its objects", Counted.class, () -> new Counted(41));
    }

    private static void inheritance(Samples samples) {
        samples.add("subclass", Lower.class, () -> new Lower("a", "b"))
                .add("subclass as its superclass", Upper.class, () -> new Lower("a", "b"))
                .add(
                        "subclasses in a list of the superclass",
                        new TypeOf<List<Upper>>() {},
                        () -> List.of(new Lower("a", "b"), new Upper("c")))
                .open("subclass", () -> new Lower("a", "b"))
                .add("fields that hide fields", Hiding.class, () -> new Hiding("lower", "upper"))
                .add("subclass that adds nothing as its superclass", Upper.class, () -> new Alike("a"))
                .add("behind an abstract class", AbstractShape.class, () -> new Circle(1.5))
                .add("behind an interface", Shape.class, () -> new Circle(1.5))
                .add("fields behind interfaces", Drawing.class, () -> new Drawing(new Circle(1.5), "a"))
                .add("generic superclass", Bound.class, () -> new Bound(List.of(1L, 2L), Map.of(3L, "a")))
                .add("generic bean", new TypeOf<Pair<Long, List<Byte>>>() {}, () -> new Pair<>(1L, List.of((byte) 2)))
                .add("generic bean, raw", Pair.class, () -> new Pair<>(1L, (short) 2))
                .add("generic bean of ?", new TypeOf<Pair<?, ? extends Number>>() {}, () -> new Pair<>(1L, (short) 2))
                .add(
                        "generic bean in a generic bean",
                        new TypeOf<Pair<Pair<Long, Short>, Byte>>() {},
                        () -> new Pair<>(new Pair<>(1L, (short) 2), (byte) 3))
                .add("generic array field", new TypeOf<Many<Long>>() {}, () -> new Many<>(1L, 2L))
                .add("bounded generic field", new TypeOf<Bounded<Integer>>() {}, () -> new Bounded<>(7));
    }

    private static void fields(Samples samples) {
        samples.add("transient and static fields", Transients.class, Transients::new)
                .add("primitives of all kinds", Primitives.class, Primitives::filled)
                .add("primitives at zero whose class says otherwise", Primitives.class, Primitives::new)
                .add("wrappers that are null", Wrappers.class, Wrappers::new)
                .add("fields of Object", OpenFields.class, () -> new OpenFields(1L, List.of((short) 1), new byte[] {1}))
                .add("field of Object that holds a bean", OpenFields.class, () -> new OpenFields(usual(), null, null))
                .add("field of Number", NumberField.class, () -> new NumberField((short) 7))
                .add(
                        "field of Date that holds a Timestamp",
                        DateField.class,
                        () -> new DateField(new java.sql.Timestamp(7)))
                .add("field of Date", DateField.class, () -> new DateField(new Date(7)))
                .add("fields of JDK kinds", JdkFields.class, JdkFields::filled)
                .add("Optional field that is null", OptionalField.class, () -> new OptionalField(null))
                .add("Optional field that is empty", OptionalField.class, () -> new OptionalField(Optional.empty()))
                .add("volatile and synchronized", Volatile.class, Volatile::new)
                .add("a lock", Locked.class, Locked::new)
                .add("a logger", Logging.class, Logging::new)
                .add("a function", Function.class, () -> new Function(7))
                .add("a serializable function", Function.class, () -> new Function("x".repeat(2)))
                .add("a lazy field", LazyField.class, LazyField::new)
                .add("no fields", NoFields.class, NoFields::new)
                .add(
                        "equality by identity",
                        new TypeOf<java.util.Set<NoFields>>() {},
                        () -> new java.util.HashSet<>(Arrays.asList(new NoFields(), new NoFields())));
    }

    private static void nesting(Samples samples) {
        samples.add("inner class", Outer.Inner.class, () -> new Outer("outer").new Inner("inner"))
                .add("outer class with its inner object", Outer.class, () -> {
                    Outer outer = new Outer("outer");
                    outer.inner = outer.new Inner("inner");
                    return outer;
                })
                .add("anonymous class", Object.class, () -> new Object() {
                    final String name = "a";
                })
                .add("anonymous subclass", Upper.class, () -> new Upper("a") {
                    final String more = "b";
                })
                .add("local class", Object.class, BeanValues::local)
                .add("private nested class", new TypeOf<List<Object>>() {}, () -> List.of(new Private(7)))
                .add("a singleton", Single.class, () -> Single.INSTANCE)
                .add("Externalizable", External.class, () -> new External("a"))
                .add("writeReplace and readResolve", Replaced.class, () -> new Replaced("a"))
                .add("writeObject that drops", Dropping.class, () -> new Dropping("a", "b"))
                .add("serialPersistentFields that drop", Persistent.class, () -> new Persistent("a", "b"))
                .add(
                        "superclass that is not serializable",
                        HalfSerializable.class,
                        () -> new HalfSerializable("a", "b"))
                .add("Cloneable with clone", Sheep.class, () -> new Sheep("dolly"));
    }

    /** Equal to each other, and not the same. */
    static class Twin implements Serializable {
        public int number;

        Twin() {}

        Twin(int number) {
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Twin twin && twin.number == number;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    private static Object local() {
        int captured = 7;
        class Local {
            final String name = "a";

            int captured() {
                return captured;
            }
        }
        return new Local();
    }

    private static final class Private implements Serializable {
        private final int number;

        Private(int number) {
            this.number = number;
        }

        @Override
        public String toString() {
            return "private " + number;
        }
    }
}
