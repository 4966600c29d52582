package io.asynccpu.internal.codec.jackson;

import static io.asynccpu.internal.codec.CodecCalls.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.internal.codec.CodecCalls;
import io.asynccpu.internal.codec.failure.FailureCodec;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** Values of which something depends on when it is made: hashes, orders, what is restored, what is inside of something. */
class GraphOrderTests {

    private final CodecCalls calls = new CodecCalls(new JacksonCodec(List.of()));

    static class Department {
        private final List<Employee> staff = new ArrayList<>();
        private final Map<Employee, Integer> salaries = new HashMap<>();
        private String name;

        Department(String name) {
            this.name = name;
        }
    }

    static class Employee {
        private final Department department;
        private final String name;

        Employee(Department department, String name) {
            this.department = department;
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Employee employee
                    && employee.name.equals(name)
                    && employee.department.name.equals(department.name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(department.name, name);
        }
    }

    /** Guards against a hash of an object that is complete, but refers to one that is not. */
    @Test
    void aKeyWhoseHashIsMadeOfItsOwnerIsFound() {
        Department sent = new Department("d");
        sent.staff.add(new Employee(sent, "e"));
        sent.salaries.put(sent.staff.get(0), 100);
        Department back = calls.asArgument(Department.class, sent);
        assertThat(back.salaries.get(back.staff.get(0))).isEqualTo(100);
        assertThat(back.salaries.keySet().iterator().next()).isSameAs(back.staff.get(0));
    }

    static class Sorted {
        private final TreeMap<String, Integer> map = new TreeMap<>(new Order(this));
        private boolean descending;
    }

    static class Order implements Comparator<String> {
        private final Sorted owner;

        Order(Sorted owner) {
            this.owner = owner;
        }

        @Override
        public int compare(String one, String other) {
            return owner.descending ? other.compareTo(one) : one.compareTo(other);
        }
    }

    @Test
    void anOrderThatItsOwnerDecidesIsKept() {
        Sorted sent = new Sorted();
        sent.descending = true;
        sent.map.putAll(Map.of("a", 1, "b", 2));
        Sorted back = calls.asArgument(Sorted.class, sent);
        assertThat(back.map.keySet()).containsExactly("b", "a");
        assertThat(back.map.get("a")).isEqualTo(1);
    }

    static class Parent implements Serializable {
        private final Set<Kid> kids = new HashSet<>();
        private transient int count;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            count = kids.size();
        }
    }

    static class Kid implements Serializable {
        private final Parent parent;

        Kid(Parent parent) {
            this.parent = parent;
        }
    }

    @Test
    void whatIsRestoredSeesSetsThatAreFilledLast() {
        Parent sent = new Parent();
        sent.kids.add(new Kid(sent));
        assertThat(calls.asArgument(Parent.class, sent).count).isEqualTo(1);
    }

    static class Positive implements Serializable {
        private int amount;

        Positive(int amount) {
            this.amount = amount;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            amount = Math.max(0, amount);
        }
    }

    @Test
    void whatReadObjectChangesIsRefusedHoweverManyWereRight() {
        for (int i = 0; i < 10; i++) {
            assertThat(calls.asArgument(Positive.class, new Positive(i)).amount).isEqualTo(i);
        }
        assertThat(calls.refusalOfValue(Positive.class, new Positive(-1))).hasMessageContaining("'-1' became '0'");
    }

    record Swapped(int low, int high) {
        @SuppressWarnings("CheckedExceptionNotThrown")
        Swapped(int low, int high) {
            this.high = low;
            this.low = high;
        }
    }

    @Test
    void aConstructorThatMixesItsArgumentsUpIsNotTakenForPlain() {
        for (int i = 0; i < 10; i++) {
            calls.asArgument(Swapped.class, new Swapped(i, i));
        }
        assertThat(calls.refusalOfValue(Swapped.class, new Swapped(1, 2))).hasMessageContaining("constructor");
    }

    @Test
    void aWrapperKeepsWhatItWraps() {
        Map<String, Integer> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.put("a", 1);
        java.lang.reflect.Type type = type(new TypeReference<Map<String, Integer>>() {});
        for (Map<String, Integer> sent :
                List.of(Collections.unmodifiableMap(anyCase), Collections.synchronizedMap(anyCase))) {
            Map<String, Integer> back = calls.asResult(type, sent);
            assertThat(back).isExactlyInstanceOf(sent.getClass());
            assertThat(back.get("A")).isEqualTo(1);
        }
        assertThat(calls.asResult(type, Collections.unmodifiableMap(Map.of("b", 2))))
                .isEqualTo(Map.of("b", 2));
    }

    static class Viewed {
        private final List<String> names = new ArrayList<>();
        private final List<String> view = Collections.unmodifiableList(names);
    }

    @Test
    void aViewOfAnotherFieldStaysOne() {
        Viewed sent = new Viewed();
        sent.names.add("a");
        Viewed back = calls.asResult(Viewed.class, sent);
        back.names.add("b");
        assertThat(back.view).containsExactly("a", "b");
    }

    @Test
    void listsThatTakeNoNullsStillDoNot() {
        java.lang.reflect.Type type = type(new TypeReference<List<Integer>>() {});
        assertThat(takesNull(calls.asResult(type, List.of(1, 2, 3)))).isFalse();
        assertThat(takesNull(calls.asResult(type, Stream.of(1, 2, 3).toList()))).isTrue();
    }

    private static boolean takesNull(List<Integer> list) {
        try {
            return !list.contains(null);
        } catch (NullPointerException e) {
            return false;
        }
    }

    @Test
    void textsAsKeysThatAreKnownByTheirIdentityAreRefused() {
        Map<String, Integer> sent = new IdentityHashMap<>(Map.of("a", 1));
        assertThat(calls.refusalOfValue(type(new TypeReference<Map<String, Integer>>() {}), sent))
                .hasMessageContaining("identity");
    }

    static class Job {
        private Exception last;
    }

    static class JobFailed extends Exception {
        private final transient Object none = null;
        private final Job job;

        JobFailed(Job job) {
            super("failed");
            this.job = job;
        }

        @Override
        public String toString() {
            return "JobFailed " + job + none;
        }
    }

    /** Guards against exceptions that are held by what they hold, each a message of its own. */
    @Test
    void anExceptionInACircleIsRefusedAndHarmsNobody() {
        Job job = new Job();
        job.last = new JobFailed(job);
        calls.refusalOfValue(Job.class, job);
        Throwable back = FailureCodec.decode(
                FailureCodec.encode(job.last, new JacksonCodec(List.of()), 1 << 20),
                getClass().getClassLoader());
        assertThat(back).isInstanceOf(JobFailed.class).hasMessageContaining("failed");
    }
}
