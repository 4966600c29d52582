package io.asynccpu.crossing;

import io.asynccpu.crossing.kt.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import kotlin.Pair;
import kotlin.Triple;
import kotlin.Unit;
import kotlin.collections.ArrayDeque;
import kotlin.collections.IndexedValue;
import kotlin.ranges.IntRange;
import kotlin.text.Regex;

/** Kotlin's objects, with Jackson's module for them and without. */
final class KotlinValues {

    private KotlinValues() {}

    static List<Sample> samples() {
        return Stream.of("kotlin", "kotlin without module")
                .flatMap(kind -> samples(kind).stream())
                .toList();
    }

    private static List<Sample> samples(String kind) {
        Samples samples = new Samples(kind);
        classes(samples);
        values(samples);
        objects(samples);
        library(samples);
        return samples.list();
    }

    private static void classes(Samples samples) {
        samples.add("data class", Person.class, KotlinMakes::person)
                .add("data class of nulls", Person.class, () -> new Person("a", 0, null, List.of()))
                .add("data class in a list", new TypeOf<List<Person>>() {}, () -> List.of(KotlinMakes.person()))
                .add("data class as a key", new TypeOf<Map<Person, Long>>() {}, () -> Map.of(KotlinMakes.person(), 1L))
                .add("data class, mutable", Mutable.class, () -> new Mutable("a", new ArrayList<>(List.of(1L))))
                .add("data class with more state", Normalising.class, () -> {
                    Normalising value = new Normalising("a");
                    value.setCalls(7);
                    return value;
                })
                .add("data class with booleans", Booleans.class, () -> new Booleans(true, false, null))
                .add("data class, generic", new TypeOf<Generic<Long>>() {}, KotlinMakes::generic)
                .add("data class with collections", Collections.class, KotlinMakes::collections)
                .add("data class with nulls inside", Nullable.class, KotlinMakes::nullable)
                .add("data class with a function", WithFunction.class, KotlinMakes::withFunction)
                .add("class without properties to see", Plain.class, () -> new Plain("a"))
                .add("class with a secondary constructor", Secondary.class, () -> new Secondary("a", 7))
                .add("class that delegates", Delegated.class, () -> new Delegated(List.of("a")))
                .add("class that delegates as List", new TypeOf<List<String>>() {}, () -> new Delegated(List.of("a")))
                .add("lateinit that was not", LateInit.class, KotlinMakes::lateInit)
                .add("lazy, not asked", LazyField.class, () -> KotlinMakes.lazyField(false))
                .add("lazy, asked", LazyField.class, () -> KotlinMakes.lazyField(true))
                .add("subclass", Derived.class, () -> new Derived("a", 7))
                .add("subclass as its superclass", Base.class, () -> new Derived("a", 7))
                .add("enum", Level.class, () -> Level.LOW)
                .add("enum with a body", Level.class, () -> Level.HIGH);
    }

    private static void values(Samples samples) {
        samples.add("value classes in fields", Invoice.class, KotlinMakes::invoice)
                .add("unsigned numbers in fields", Unsigned.class, KotlinMakes::unsigned)
                .add("value class", Amount.class, () -> (Amount) KotlinMakes.amount())
                .add(
                        "value class in a list",
                        new TypeOf<List<Amount>>() {},
                        () -> List.of((Amount) KotlinMakes.amount()))
                .open("value class", KotlinMakes::amount)
                .open("kotlin.Result", KotlinMakes::result)
                .open("kotlin.time.Duration", KotlinMakes::duration);
    }

    private static void objects(Samples samples) {
        samples.add("sealed interface", Result.class, () -> new Result.Found(7))
                .add("sealed interface, data object", Result.class, () -> Result.Missing.INSTANCE)
                .add("sealed interface, object", Result.class, () -> Result.Plain.INSTANCE)
                .add(
                        "sealed interface in a list",
                        new TypeOf<List<Result>>() {},
                        () -> List.of(new Result.Found(7), Result.Missing.INSTANCE, Result.Plain.INSTANCE))
                .add("object", Single.class, () -> Single.INSTANCE)
                .add("data object", NothingYet.class, () -> NothingYet.INSTANCE)
                .add("class with a companion", Companioned.class, () -> new Companioned("a"))
                .add("Unit", Unit.class, () -> Unit.INSTANCE);
    }

    private static void library(Samples samples) {
        TypeOf<List<String>> list = new TypeOf<>() {};
        TypeOf<Map<String, Long>> map = new TypeOf<>() {};
        samples.add("Pair", new TypeOf<Pair<String, Long>>() {}, KotlinMakes::pair)
                .add("Triple", new TypeOf<Triple<Long, Short, List<Byte>>>() {}, KotlinMakes::triple)
                .add("emptyList", list, KotlinMakes::emptyList)
                .add("listOf", list, KotlinMakes::listOf)
                .add("buildList", list, KotlinMakes::buildList)
                .add("mapOf", map, KotlinMakes::mapOf)
                .add("emptyMap", map, KotlinMakes::emptyMap)
                .add("buildMap", map, KotlinMakes::buildMap)
                .add("emptySet", new TypeOf<Set<String>>() {}, KotlinMakes::emptySet)
                .add("ArrayDeque", new TypeOf<ArrayDeque<String>>() {}, KotlinMakes::arrayDeque)
                .add("IntRange", IntRange.class, KotlinMakes::range)
                .add("Regex", Regex.class, KotlinMakes::regex)
                .add("IndexedValue", new TypeOf<List<IndexedValue<String>>>() {}, KotlinMakes::indexed);
    }
}
