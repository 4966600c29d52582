package io.asynccpu.crossing;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Classes for {@link BeanValues}: superclasses, interfaces and type parameters. */
final class InheritedBeans {

    private InheritedBeans() {}

    static class Upper implements Serializable {
        private final String name;

        Upper(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }
    }

    static class Lower extends Upper {
        private final String more;

        Lower(String name, String more) {
            super(name);
            this.more = more;
        }

        public String getMore() {
            return more;
        }
    }

    static class Alike extends Upper {
        Alike(String name) {
            super(name);
        }

        @Override
        public String getName() {
            return "alike";
        }
    }

    static class Hidden implements Serializable {
        protected String name;
        private int number = 1;

        public int getNumber() {
            return number;
        }
    }

    static class Hiding extends Hidden {
        protected String name;
        private int number = 2;

        Hiding(String lower, String upper) {
            this.name = lower;
            super.name = upper;
        }

        @Override
        public int getNumber() {
            return number + super.getNumber();
        }
    }

    interface Shape {
        double area();
    }

    abstract static class AbstractShape implements Shape, Serializable {
        protected String label = "shape";
    }

    static class Circle extends AbstractShape {
        private final double radius;

        Circle(double radius) {
            this.radius = radius;
            this.label = "circle";
        }

        @Override
        public double area() {
            return Math.PI * radius * radius;
        }
    }

    static class Drawing implements Serializable {
        private final Shape shape;
        private final CharSequence title;

        Drawing(Shape shape, CharSequence title) {
            this.shape = shape;
            this.title = title;
        }

        @Override
        public String toString() {
            return title + " of " + shape.area();
        }
    }

    abstract static class Generic<A, B> implements Serializable {
        protected List<A> first;
        protected Map<B, String> second;
    }

    static class Bound extends Generic<Long, Long> {
        Bound(List<Long> first, Map<Long, String> second) {
            this.first = first;
            this.second = second;
        }
    }

    static class Pair<A, B> implements Serializable {
        private final A first;
        private final B second;

        Pair(A first, B second) {
            this.first = first;
            this.second = second;
        }

        public A getFirst() {
            return first;
        }

        public B getSecond() {
            return second;
        }
    }

    static class Many<T> implements Serializable {
        private final T[] values;

        @SafeVarargs
        Many(T... values) {
            this.values = values;
        }

        @Override
        public String toString() {
            return Arrays.toString(values);
        }
    }

    static class Bounded<N extends Number & Comparable<N>> implements Serializable {
        private final N number;

        Bounded(N number) {
            this.number = number;
        }

        public N getNumber() {
            return number;
        }
    }
}
