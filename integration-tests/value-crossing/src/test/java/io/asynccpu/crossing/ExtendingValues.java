package io.asynccpu.crossing;

import java.awt.Point;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Classes with fields of their own and a state that one of the JDK's keeps, and those that restore what is transient. */
final class ExtendingValues {

    private ExtendingValues() {}

    static class OwnTimestamp extends Timestamp {
        String own = "own";

        OwnTimestamp(long time) {
            super(time);
        }
    }

    static class OwnCalendar extends GregorianCalendar {
        String own = "own";
    }

    static class OwnRandom extends Random {
        String own = "own";

        OwnRandom(long seed) {
            super(seed);
        }
    }

    static class OwnBits extends BitSet {
        String own = "own";
    }

    static class OwnInteger extends BigInteger {
        String own = "own";

        OwnInteger(String value) {
            super(value);
        }
    }

    static class OwnCounter extends AtomicInteger {
        String own = "own";
    }

    static class OwnLong extends AtomicLong {
        // Adds nothing.
    }

    static class OwnPoint extends Point {
        String own = "own";
    }

    static class OwnZone extends SimpleTimeZone {
        String own = "own";

        OwnZone() {
            super(7, "own");
        }
    }

    static class OwnDeque extends ArrayDeque<String> {
        String own = "own";
    }

    static class OwnQueue extends PriorityQueue<String> {
        String own = "own";

        OwnQueue() {
            super(Comparator.reverseOrder());
        }
    }

    static class OwnSet extends TreeSet<String> {
        String own = "own";

        OwnSet() {
            super(Comparator.reverseOrder());
        }
    }

    static class OwnMap extends TreeMap<String, Long> {
        String own = "own";

        OwnMap() {
            super(String.CASE_INSENSITIVE_ORDER);
        }
    }

    static class OwnEnumMap extends EnumMap<EnumValues.Plain, Long> {
        String own = "own";

        OwnEnumMap() {
            super(EnumValues.Plain.class);
        }
    }

    static class OwnIdentityMap extends IdentityHashMap<String, Long> {
        String own = "own";
    }

    static class OwnConcurrentMap extends ConcurrentHashMap<String, Long> {
        String own = "own";
    }

    static class OwnTable extends Hashtable<String, Long> {
        String own = "own";
    }

    static class OwnProperties extends Properties {
        String own = "own";

        OwnProperties(Properties defaults) {
            super(defaults);
        }
    }

    static class OwnVector extends Vector<Long> {
        String own = "own";
    }

    static class OwnSqlException extends SQLException {
        String own = "own";

        OwnSqlException() {
            super("reason", "08001", 7);
            setStackTrace(new StackTraceElement[0]);
        }
    }

    static class OwnThread extends Thread {
        String own = "own";
    }

    /** Is equal by what is transient, which it restores itself when it is read. */
    static class Restoring implements Serializable {
        private final String text;
        private transient String[] parts;

        Restoring(String text) {
            this.text = text;
            this.parts = text.split(" ");
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            parts = text.split(" ");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Restoring restoring && Arrays.equals(restoring.parts, parts);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(parts);
        }
    }

    /** Refuses on purpose. */
    static class Refusing implements Serializable {
        String name = "a";

        private void readObject(ObjectInputStream in) throws IOException {
            throw new IOException("not from here");
        }
    }

    static List<Sample> samples() {
        Samples samples = new Samples("extending");
        values(samples);
        containers(samples);
        samples.add("bean that restores what is transient", Restoring.class, () -> new Restoring("a b"))
                .add(
                        "bean that restores, in a list",
                        new TypeOf<List<Restoring>>() {},
                        () -> List.of(new Restoring("a b")))
                .add("bean that refuses to be read", Refusing.class, Refusing::new);
        return samples.list();
    }

    private static <T> T with(T object, Consumer<T> change) {
        change.accept(object);
        return object;
    }

    private static void values(Samples samples) {
        samples.add("extends Timestamp", OwnTimestamp.class, () -> with(new OwnTimestamp(7), own -> own.setNanos(8)))
                .add(
                        "extends GregorianCalendar",
                        OwnCalendar.class,
                        () -> with(new OwnCalendar(), own -> {
                            own.setTimeZone(TimeZone.getTimeZone("Asia/Tokyo"));
                            own.setTimeInMillis(7);
                        }))
                .add("extends Random", OwnRandom.class, () -> new OwnRandom(7))
                .add("extends BitSet", OwnBits.class, () -> with(new OwnBits(), own -> own.set(7)))
                .add("extends BigInteger", OwnInteger.class, () -> new OwnInteger("7"))
                .add("extends AtomicInteger", OwnCounter.class, () -> with(new OwnCounter(), own -> own.set(7)))
                .add("extends AtomicLong, adds nothing", OwnLong.class, () -> with(new OwnLong(), own -> own.set(7)))
                .add("extends Point", OwnPoint.class, () -> with(new OwnPoint(), own -> own.x = 7))
                .add("extends SimpleTimeZone", OwnZone.class, OwnZone::new)
                .add("extends SQLException", OwnSqlException.class, OwnSqlException::new)
                .add("extends Thread", OwnThread.class, OwnThread::new);
    }

    private static void containers(Samples samples) {
        samples.add("extends ArrayDeque", OwnDeque.class, () -> with(new OwnDeque(), own -> own.add("a")))
                .add(
                        "extends PriorityQueue",
                        OwnQueue.class,
                        () -> with(new OwnQueue(), own -> own.addAll(List.of("a", "b"))))
                .add("extends TreeSet", OwnSet.class, () -> with(new OwnSet(), own -> own.addAll(List.of("a", "b"))))
                .add("extends TreeMap", OwnMap.class, () -> with(new OwnMap(), own -> own.put("a", 1L)))
                .add(
                        "extends EnumMap",
                        OwnEnumMap.class,
                        () -> with(new OwnEnumMap(), own -> own.put(EnumValues.Plain.TWO, 1L)))
                .add(
                        "extends IdentityHashMap",
                        OwnIdentityMap.class,
                        () -> with(new OwnIdentityMap(), own -> own.put(new String("a"), 1L)))
                .add(
                        "extends ConcurrentHashMap",
                        OwnConcurrentMap.class,
                        () -> with(new OwnConcurrentMap(), own -> own.put("a", 1L)))
                .add("extends Hashtable", OwnTable.class, () -> with(new OwnTable(), own -> own.put("a", 1L)))
                .add("extends Properties", OwnProperties.class, () -> {
                    Properties defaults = new Properties();
                    defaults.setProperty("a", "1");
                    return with(new OwnProperties(defaults), own -> own.setProperty("b", "2"));
                })
                .add("extends Vector", OwnVector.class, () -> with(new OwnVector(), own -> own.add(7L)));
    }
}
