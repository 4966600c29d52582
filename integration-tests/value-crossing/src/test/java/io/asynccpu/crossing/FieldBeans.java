package io.asynccpu.crossing;

import java.io.File;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Classes for {@link BeanValues}: fields of all kinds. */
final class FieldBeans {

    private FieldBeans() {}

    static class Transients implements Serializable {
        static String shared = "static";
        transient String dropped = "dropped";
        private transient Thread thread = Thread.currentThread();
        String kept = "kept";

        @Override
        public String toString() {
            return kept + (thread == null ? "" : "");
        }
    }

    static class Primitives implements Serializable {
        boolean a = true;
        byte b = 1;
        short c = 1;
        char d = 'x';
        int e = 1;
        long f = 1;
        float g = 1;
        double h = 1;

        static Primitives filled() {
            Primitives all = new Primitives();
            all.a = false;
            all.b = Byte.MIN_VALUE;
            all.c = Short.MIN_VALUE;
            all.d = '\uDE00';
            all.e = Integer.MIN_VALUE;
            all.f = Long.MIN_VALUE;
            all.g = -0.0f;
            all.h = Double.NaN;
            return all;
        }
    }

    static class Wrappers implements Serializable {
        Boolean a;
        Byte b;
        Short c;
        Character d;
        Integer e;
        Long f;
        Float g;
        Double h;
    }

    static class OpenFields implements Serializable {
        private final Object one;
        private final List<?> many;
        private final Serializable serializable;

        OpenFields(Object one, List<?> many, Serializable serializable) {
            this.one = one;
            this.many = many;
            this.serializable = serializable;
        }

        public Object getOne() {
            return one;
        }

        public List<?> getMany() {
            return many;
        }

        public Serializable getSerializable() {
            return serializable;
        }
    }

    static class NumberField implements Serializable {
        public Number number;

        NumberField() {}

        NumberField(Number number) {
            this.number = number;
        }
    }

    static class DateField implements Serializable {
        public Date date;

        DateField() {}

        DateField(Date date) {
            this.date = date;
        }
    }

    /** What a {@code toString} or a constructor of one String could stand for. */
    static class JdkFields implements Serializable {
        public Pattern pattern;
        public File file;
        public URI uri;
        public Locale locale;
        public ZoneId zone;
        public Instant instant;
        public BigDecimal decimal;
        public BigInteger integer;
        public BitSet bits;
        public AtomicInteger counter;
        public StringBuilder builder;
        public SortedSet<String> sorted;
        public char[] chars;
        public long[][] longs;

        static JdkFields filled() {
            JdkFields all = new JdkFields();
            all.pattern = Pattern.compile("a", Pattern.CASE_INSENSITIVE);
            all.file = new File("relative");
            all.uri = URI.create("a/b?c");
            all.locale = Locale.CANADA_FRENCH;
            all.zone = ZoneId.of("Asia/Kolkata");
            all.instant = Instant.MIN;
            all.decimal = new BigDecimal("1.10");
            all.integer = BigInteger.TEN;
            all.bits = BitSet.valueOf(new long[] {5});
            all.counter = new AtomicInteger(7);
            all.builder = new StringBuilder("b");
            all.sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            all.sorted.addAll(List.of("b", "A"));
            all.chars = new char[] {'\uD83D'};
            all.longs = new long[][] {{1}, null};
            return all;
        }
    }

    static class OptionalField {
        private final Optional<String> value;

        OptionalField(Optional<String> value) {
            this.value = value;
        }

        public Optional<String> getValue() {
            return value;
        }
    }

    static class Volatile implements Serializable {
        private volatile int count = 7;
        private final Object lock = new Object();

        int next() {
            synchronized (lock) {
                return ++count;
            }
        }
    }

    static class Locked implements Serializable {
        private final ReentrantLock lock = new ReentrantLock();
        public int count = 7;

        boolean isLocked() {
            return lock.isLocked();
        }
    }

    static class Logging implements Serializable {
        private final Logger log = LoggerFactory.getLogger("own");
        public int count = 7;

        void log() {
            log.debug("{}", count);
        }
    }

    interface SerializableSupplier extends Supplier<Object>, Serializable {}

    static class Function implements Serializable {
        public final Supplier<Object> supplier;

        Function(int number) {
            this.supplier = () -> number;
        }

        Function(String text) {
            this.supplier = (SerializableSupplier) () -> text;
        }
    }

    /** Made on the first look, as its getter does. */
    static class LazyField implements Serializable {
        private List<String> items;

        public List<String> getItems() {
            if (items == null) {
                items = Arrays.asList("made", "now");
            }
            return items;
        }
    }

    static class NoFields implements Serializable {}
}
