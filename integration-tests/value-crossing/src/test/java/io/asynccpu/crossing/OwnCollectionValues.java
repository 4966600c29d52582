package io.asynccpu.crossing;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Collections of the application's own classes. */
final class OwnCollectionValues {

    private static final TypeOf<List<String>> LIST = new TypeOf<>() {};

    private OwnCollectionValues() {}

    /** A list that also has a name. */
    static class Names extends ArrayList<String> {
        String title;
    }

    /** A list that keeps no elements. */
    static final class Squares extends AbstractList<Integer> implements Serializable {
        int size;

        @Override
        public Integer get(int index) {
            return index * index;
        }

        @Override
        public int size() {
            return size;
        }
    }

    /** A set that refuses some. */
    static class Lowercase extends HashSet<String> {
        @Override
        public boolean add(String word) {
            return super.add(word.toLowerCase(Locale.ROOT));
        }
    }

    static List<Sample> samples() {
        Samples samples = new Samples("own collection");
        samples.add("a list with a field", Names.class, OwnCollectionValues::names)
                .add("a list with a field as List", LIST, OwnCollectionValues::names)
                .add("a list without elements", Squares.class, OwnCollectionValues::squares)
                .add("a list without elements as List", new TypeOf<List<Integer>>() {}, OwnCollectionValues::squares)
                .add("a set that changes what it takes", Lowercase.class, () -> {
                    Lowercase set = new Lowercase();
                    set.add("ABC");
                    return set;
                })
                .add("an anonymous ArrayList", LIST, () -> new ArrayList<>(List.of("a")) {});
        return samples.list();
    }

    private static Names names() {
        Names names = new Names();
        names.title = "all";
        names.addAll(List.of("b", "a"));
        return names;
    }

    private static Squares squares() {
        Squares squares = new Squares();
        squares.size = 4;
        return squares;
    }
}
