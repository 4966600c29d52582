package io.asynccpu.internal.codec.jackson;

import static io.asynccpu.internal.codec.CodecCalls.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.codec.CodecCalls;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** A value arrives as it was sent, or it does not cross; what becomes of a thousand others stands in the module value-crossing. */
class WholeValuesTests {

    private final CodecCalls calls = new CodecCalls(new JacksonCodec(List.of()));

    private void crosses(java.lang.reflect.Type type, Object value) {
        assertThat(calls.asArgument(type, value))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(value);
        assertThat(calls.asResult(type, value))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(value);
    }

    static class Owner {
        private String name = "";
        private final List<Pet> pets = new ArrayList<>();

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public List<Pet> getPets() {
            return pets;
        }

        void addPet(Pet pet) {
            pets.add(pet);
            pet.owner = this;
        }
    }

    static class Pet {
        private final String name;
        private LocalDate birth = LocalDate.of(2020, 1, 2);
        private Owner owner;

        Pet(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }

        public LocalDate getBirth() {
            return birth;
        }
    }

    @Test
    void aListWithAGetterOnlyArrivesFull() {
        Owner owner = new Owner();
        owner.setName("George");
        owner.addPet(new Pet("Leo"));
        owner.addPet(new Pet("Max"));
        Owner back = calls.asArgument(Owner.class, owner);
        assertThat(back.getPets()).extracting(Pet::getName).containsExactly("Leo", "Max");
        assertThat(back.getPets()).allSatisfy(pet -> assertThat(pet.owner).isSameAs(back));
        assertThat(calls.asResult(Owner.class, owner).getPets()).hasSize(2);
    }

    static class Secretive {
        @JsonIgnore
        private String secret = "s";

        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        private final long id;

        private int count;

        Secretive(long id) {
            this.id = id;
        }

        public String getSecret() {
            return "***";
        }
    }

    @Test
    void fieldsCountAndNotWhatAccessorsAndWebAnnotationsShow() {
        Secretive value = new Secretive(7);
        value.secret = "other";
        value.count = 3;
        crosses(Secretive.class, value);
    }

    static class Upper {
        private String name = "upper";
    }

    static class Lower extends Upper {
        private String name = "lower";
    }

    @Test
    void fieldsOfOneNameInSuperclassAndSubclassAreTwo() {
        Lower value = new Lower();
        ((Upper) value).name = "changed";
        crosses(Lower.class, value);
    }

    static class Bean {
        private int number;

        Bean(int number) {
            this.number = number;
        }
    }

    @Test
    void sharedObjectsStayShared() {
        Bean shared = new Bean(1);
        List<Bean> back =
                calls.asResult(type(new TypeReference<List<Bean>>() {}), List.of(shared, new Bean(1), shared));
        assertThat(back.get(2)).isSameAs(back.get(0)).isNotSameAs(back.get(1));
        int[] array = {1};
        int[][] arrays = calls.asResult(int[][].class, new int[][] {array, array});
        assertThat(arrays[0]).isSameAs(arrays[1]);
    }

    @Test
    void manySharedObjectsStayShared() {
        List<Bean> beans = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            beans.add(new Bean(i));
        }
        beans.addAll(List.copyOf(beans));
        List<Bean> back = calls.asArgument(type(new TypeReference<List<Bean>>() {}), beans);
        for (int i = 0; i < 1000; i++) {
            assertThat(back.get(i + 1000)).isSameAs(back.get(i));
            assertThat(back.get(i).number).isEqualTo(i);
        }
    }

    @Test
    void circlesStayCircles() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        List<Object> back = calls.asResult(type(new TypeReference<List<Object>>() {}), list);
        assertThat(back.get(0)).isSameAs(back);
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);
        Map<String, Object> backMap = calls.asArgument(type(new TypeReference<Map<String, Object>>() {}), map);
        assertThat(backMap.get("self")).isSameAs(backMap);
    }

    static class Member {
        private final String name;
        private final Set<Member> friends = new HashSet<>();

        Member(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Member member && member.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** Guards against hashes of elements whose fields have not been read yet. */
    @Test
    void hashSetsInACircleFindTheirElements() {
        Member one = new Member("a");
        Member other = new Member("b");
        one.friends.add(other);
        other.friends.add(one);
        Member back = calls.asArgument(Member.class, one);
        Member friend = back.friends.iterator().next();
        assertThat(friend.friends).containsExactly(back);
        assertThat(back.friends.contains(friend)).isTrue();
        assertThat(friend.friends.contains(back)).isTrue();
    }

    record Ring(String name, List<Object> members) {}

    @Test
    void aCircleThroughARecordIsRefusedWithItsPath() {
        Ring ring = new Ring("r", new ArrayList<>());
        ring.members().add(ring);
        assertThat(calls.refusalOfValue(Ring.class, ring))
                .hasMessageContaining(" at members[0]")
                .hasMessageContaining("refers to itself");
    }

    static class FromLetter implements Comparator<String> {
        private final int from;

        FromLetter(int from) {
            this.from = from;
        }

        @Override
        public int compare(String one, String other) {
            return one.substring(from).compareTo(other.substring(from));
        }
    }

    @Test
    void aComparatorOfTheApplicationCrossesAsAnArgumentAndIsRefusedInAResult() {
        FromLetter order = new FromLetter(1);
        TreeSet<String> one = new TreeSet<>(order);
        one.add("xa");
        java.lang.reflect.Type type = type(new TypeReference<List<TreeSet<String>>>() {});
        List<TreeSet<String>> back = calls.asArgument(type, List.of(one, new TreeSet<>(order)));
        assertThat(back.get(0).comparator())
                .isInstanceOf(FromLetter.class)
                .isSameAs(back.get(1).comparator());
        assertThat(calls.refusalOfResult(type, List.of(one))).hasMessageContaining(" at [0][comparator]");
        TreeSet<String> reversed = new TreeSet<>(Comparator.reverseOrder());
        reversed.addAll(List.of("a", "b"));
        assertThat(calls.asResult(type, List.of(reversed)).get(0)).containsExactly("b", "a");
    }

    static class PageList<T> extends ArrayList<T> {
        private final long total;

        PageList(Collection<T> elements, long total) {
            super(elements);
            this.total = total;
        }

        @Override
        public boolean add(T element) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void aSubclassOfACollectionKeepsItsFieldsAndElements() {
        PageList<String> back =
                calls.asResult(type(new TypeReference<PageList<String>>() {}), new PageList<>(List.of("a", "b"), 9));
        assertThat(back).containsExactly("a", "b");
        assertThat(back.total).isEqualTo(9);
    }

    @Test
    void theOrderOfAccessOfALinkedMapCrosses() {
        LinkedHashMap<String, Integer> map = new LinkedHashMap<>(16, 0.75f, true);
        map.put("a", 1);
        map.put("b", 2);
        LinkedHashMap<String, Integer> back =
                calls.asArgument(type(new TypeReference<LinkedHashMap<String, Integer>>() {}), map);
        back.get("a");
        assertThat(back.keySet()).containsExactly("b", "a");
        assertThat(map.keySet()).containsExactly("a", "b");
    }

    record Quoted(String text) {
        Quoted {
            text = text.startsWith("-") ? text : "-" + text + "-";
        }
    }

    record Negated(int number) {
        Negated {
            number = -number;
        }
    }

    @Test
    void aConstructorThatMakesSomethingElseIsRefusedWheneverItDoes() {
        crosses(Quoted.class, new Quoted("a"));
        crosses(Negated.class, new Negated(0));
        assertThat(calls.refusalOfValue(Negated.class, new Negated(1)))
                .hasMessageContaining(" at number")
                .hasMessageContaining("constructor");
        for (int i = 0; i < 20; i++) {
            crosses(Negated.class, new Negated(0));
        }
        calls.refusalOfResult(Negated.class, new Negated(2));
    }

    static class Amount {
        private final long cents;
        private final String note;

        Amount(long cents, String note) {
            this.cents = cents;
            this.note = note;
        }
    }

    /** Of a module whose author forgot a field. */
    @Test
    void whatAModuleLosesIsNotLostInSilence() {
        AtomicInteger read = new AtomicInteger();
        SimpleModule module = new SimpleModule("amounts");
        module.addSerializer(Amount.class, new ValueSerializer<>() {
            @Override
            public void serialize(Amount value, JsonGenerator out, SerializationContext context) {
                out.writeNumber(value.cents);
            }
        });
        module.addDeserializer(Amount.class, new ValueDeserializer<>() {
            @Override
            public Amount deserialize(JsonParser in, DeserializationContext context) {
                read.incrementAndGet();
                return new Amount(in.getLongValue(), "");
            }
        });
        CodecCalls withModule = new CodecCalls(new JacksonCodec(List.of(module)));
        assertThat(withModule.asArgument(Amount.class, new Amount(5, "")).cents).isEqualTo(5);
        assertThat(read.get()).isEqualTo(2);
        assertThat(withModule.refusalOfValue(Amount.class, new Amount(5, "lunch")))
                .hasMessageContaining(" at note")
                .hasMessageContaining("'lunch' became ''");
    }

    static class Counted {
        private static int next;
        private final transient Object lock = new Object();
        private int id;

        Counted() {
            id = next++;
        }

        static Counted of(int id) {
            Counted counted = new Counted();
            counted.id = id;
            return counted;
        }
    }

    @Test
    void transientFieldsGetTheValuesOfTheConstructor() {
        Counted back = calls.asArgument(Counted.class, Counted.of(42));
        assertThat(back.id).isEqualTo(42);
        assertThat(back.lock).isNotNull();
    }

    static class Strange {
        private int number;

        private Strange(int number) {
            this.number = number;
        }

        private Object readResolve() {
            return this;
        }
    }

    static class Singleton implements java.io.Serializable {
        private static final Singleton ONLY = new Singleton(1);
        private final int number;

        private Singleton(int number) {
            this.number = number;
        }

        private Object readResolve() {
            return number == 1 ? ONLY : new Singleton(0);
        }
    }

    @Test
    void whatAClassResolvesToIsComparedAndAWrongClassIsRefusedFromThenOn() {
        assertThat(calls.asArgument(Singleton.class, Singleton.ONLY)).isSameAs(Singleton.ONLY);
        crosses(Strange.class, new Strange(3));
        TaskNotSerializableException refusal = calls.refusalOfValue(Singleton.class, new Singleton(2));
        assertThat(refusal).hasMessageContaining(" at number").hasMessageContaining("'2' became '0'");
        assertThat(calls.refusalOfValue(Singleton.class, Singleton.ONLY)).hasMessageContaining("earlier value");
    }

    @Test
    void anArgumentMayBeOfAnySubclass() {
        Object[] values = {new Lower(), List.of(new Bean(3)), new Ring("r", List.of())};
        Object[] back = calls.asArgument(Object[].class, values);
        assertThat(back[0]).isInstanceOf(Lower.class);
        assertThat(((List<?>) back[1]).get(0)).isInstanceOf(Bean.class);
        assertThat(back[2]).isEqualTo(values[2]);
    }

    @Test
    void aViewOfAMapArrivesAsAMapInItsOrder() {
        Map<String, Integer> sent =
                java.util.Collections.checkedMap(new LinkedHashMap<>(), String.class, Integer.class);
        sent.put("b", 1);
        sent.put("a", 2);
        Map<String, Integer> back = calls.asArgument(type(new TypeReference<Map<String, Integer>>() {}), sent);
        assertThat(back).isExactlyInstanceOf(LinkedHashMap.class).containsExactly(Map.entry("b", 1), Map.entry("a", 2));
    }

    /** Of a library: it has no fields, and its entries know only themselves. */
    static class Constants extends java.util.AbstractMap<String, Bean> {
        @Override
        public Set<Map.Entry<String, Bean>> entrySet() {
            return Set.of(new One());
        }
    }

    static class One implements Map.Entry<String, Bean> {
        private static final Bean BEAN = new Bean(3);

        @Override
        public String getKey() {
            return "one";
        }

        @Override
        public Bean getValue() {
            return BEAN;
        }

        @Override
        public Bean setValue(Bean value) {
            throw new UnsupportedOperationException();
        }
    }

    record Box(Map<String, Bean> beans) {}

    @Test
    void entriesThatKnowOnlyThemselvesAreComparedByWhatTheyHold() {
        Box back = calls.asArgument(Box.class, new Box(new Constants()));
        assertThat(back.beans()).isExactlyInstanceOf(LinkedHashMap.class).containsOnlyKeys("one");
    }

    @Test
    void halvesOfSurrogatePairsCross() {
        crosses(type(new TypeReference<Map<String, String>>() {}), Map.of("\uD800", "a\uDC00b", "\uD83D\uDE00", "c"));
    }
}
