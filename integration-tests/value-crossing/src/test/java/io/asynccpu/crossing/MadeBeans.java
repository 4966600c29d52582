package io.asynccpu.crossing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Classes for {@link BeanValues}: how objects come into being. */
final class MadeBeans {

    private MadeBeans() {}

    static class ByConstructor implements Serializable {
        private final String name;
        private final int count;

        ByConstructor(String name, int count) {
            this.name = name;
            this.count = count;
        }

        public String getName() {
            return name;
        }

        public int getCount() {
            return count;
        }
    }

    static class Several implements Serializable {
        private String name = "default";
        private int count = -1;

        Several() {}

        Several(String name) {
            this.name = name;
        }

        Several(String name, int count) {
            this.name = name;
            this.count = count;
        }

        public String getName() {
            return name;
        }

        public int getCount() {
            return count;
        }
    }

    static final class Hidden implements Serializable {
        private final String name;

        private Hidden(String name) {
            this.name = name;
        }

        static Hidden of(String name) {
            return new Hidden(name);
        }

        public String getName() {
            return name;
        }
    }

    static final class Built implements Serializable {
        private final String name;
        private final int count;

        private Built(Builder builder) {
            this.name = builder.name;
            this.count = builder.count;
        }

        static Builder builder() {
            return new Builder();
        }

        static final class Builder {
            private String name = "default";
            private int count;

            Builder name(String name) {
                this.name = name;
                return this;
            }

            Builder count(int count) {
                this.count = count;
                return this;
            }

            Built build() {
                return new Built(this);
            }
        }

        @Override
        public String toString() {
            return name + count;
        }
    }

    static class ChangingConstructor implements Serializable {
        private final String name;

        ChangingConstructor(String name) {
            this.name = name + "!";
        }

        public String getName() {
            return name;
        }
    }

    static class AddingConstructor implements Serializable {
        private final List<String> names = new ArrayList<>(List.of("first"));

        AddingConstructor(List<String> names) {
            this.names.addAll(names);
        }

        public List<String> getNames() {
            return names;
        }
    }

    static class RefusingConstructor implements Serializable {
        private int count;

        RefusingConstructor(int count) {
            if (count < 0) {
                throw new IllegalArgumentException("negative");
            }
            this.count = count;
        }

        /** As its code may make it later. */
        static RefusingConstructor broken() {
            RefusingConstructor bean = new RefusingConstructor(1);
            bean.count = -1;
            return bean;
        }

        public int getCount() {
            return count;
        }
    }

    static class Swapped implements Serializable {
        private final String first;
        private final String second;

        Swapped(String second, String first) {
            this.first = second;
            this.second = first;
        }

        public String getFirst() {
            return first;
        }

        public String getSecond() {
            return second;
        }
    }

    static class OneString implements Serializable {
        private final String text;

        OneString(String text) {
            this.text = text.toUpperCase(Locale.ROOT);
        }

        public String getText() {
            return text;
        }
    }

    static class FinalDefaults implements Serializable {
        private final List<String> names = new ArrayList<>(List.of("a"));
        private final StringBuilder text = new StringBuilder("b");
        private final int[] numbers = {1, 2};

        public List<String> getNames() {
            return names;
        }

        @Override
        public String toString() {
            return text.toString() + numbers.length;
        }
    }

    static class ConstantField implements Serializable {
        private final String constant = "constant";
        private final int number = 7;

        @Override
        public String toString() {
            return constant + number;
        }
    }

    /** Its constructor gives the next number. */
    static class Counted implements Serializable {
        private static int next = 100;
        private int number = next++;

        Counted() {}

        Counted(int number) {
            this.number = number;
        }

        public int getNumber() {
            return number;
        }
    }
}
