package io.asynccpu.crossing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Objects that are referred to more than once, or by themselves. */
final class GraphValues {

    private GraphValues() {}

    static class Node implements Serializable {
        public String name;
        public Node next;
        public List<Node> others = new ArrayList<>();

        Node() {}

        Node(String name) {
            this.name = name;
        }
    }

    /** Of this many a chain is made that no recursion should walk. */
    static class Link implements Serializable {
        public int number;
        public Link next;

        static Link chain(int length) {
            Link first = null;
            for (int i = length; i > 0; i--) {
                Link link = new Link();
                link.number = i;
                link.next = first;
                first = link;
            }
            return first;
        }
    }

    /** With an equality that needs its fields. */
    static class Member implements Serializable {
        public String name;
        public Set<Member> friends = new HashSet<>();

        Member() {}

        Member(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Member member && Objects.equals(member.name, name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    static class TwoLists implements Serializable {
        public List<String> one;
        public List<String> other;
        public Map<String, List<String>> more = new LinkedHashMap<>();
    }

    static class TwoOpen implements Serializable {
        public Object one;
        public Object other;
    }

    static class TwoOfJdk implements Serializable {
        public Date date;
        public Date sameDate;
        public StringBuilder text;
        public StringBuilder sameText;
        public AtomicInteger counter;
        public AtomicInteger sameCounter;
        public int[] numbers;
        public int[] sameNumbers;
    }

    record Edge(Node from, Node to) implements Serializable {}

    record Ring(List<Object> members) implements Serializable {}

    static class Parent implements Serializable {
        public String name;
        private final List<Child> children = new ArrayList<>();

        public List<Child> getChildren() {
            return children;
        }

        Child add(String childName) {
            Child child = new Child();
            child.name = childName;
            child.parent = this;
            children.add(child);
            return child;
        }
    }

    static class Child implements Serializable {
        public String name;
        public Parent parent;
    }

    static List<Sample> samples() {
        Samples samples = new Samples("graph");
        shared(samples);
        cycles(samples);
        large(samples);
        hashed(samples);
        return samples.list();
    }

    private static void shared(Samples samples) {
        samples.add("one bean twice in a list", new TypeOf<List<Node>>() {}, () -> {
                    Node node = new Node("a");
                    return new ArrayList<>(List.of(node, node, new Node("a")));
                })
                .add(
                        "equal beans in a list",
                        new TypeOf<List<BeanValues.Twin>>() {},
                        () -> List.of(new BeanValues.Twin(1), new BeanValues.Twin(1)))
                .add("one bean as two arguments of a record", Edge.class, () -> {
                    Node node = new Node("a");
                    return new Edge(node, node);
                })
                .add("one list in two fields", TwoLists.class, GraphValues::twoLists)
                .add("one list as two values of a map", new TypeOf<Map<String, List<Long>>>() {}, () -> {
                    List<Long> list = new ArrayList<>(List.of(1L));
                    Map<String, List<Long>> map = new LinkedHashMap<>();
                    map.put("a", list);
                    map.put("b", list);
                    return map;
                })
                .add("one list where Object is declared", TwoOpen.class, () -> {
                    TwoOpen two = new TwoOpen();
                    two.one = new ArrayList<>(List.of(1L));
                    two.other = two.one;
                    return two;
                })
                .add("one bean as key and value", new TypeOf<Map<Node, Node>>() {}, () -> {
                    Node node = new Node("a");
                    return new HashMap<>(Map.of(node, node));
                })
                .add("one record twice in a list", new TypeOf<List<Edge>>() {}, () -> {
                    Edge edge = new Edge(null, null);
                    return List.of(edge, edge);
                })
                .add("what can change of the JDK's, twice", TwoOfJdk.class, GraphValues::twoOfJdk)
                .add("one large array twice", TwoOfJdk.class, () -> {
                    TwoOfJdk two = new TwoOfJdk();
                    two.numbers = new int[50_000];
                    two.sameNumbers = two.numbers;
                    return two;
                })
                .add("one map by itself and in a set", new TypeOf<List<Map<String, Long>>>() {}, () -> {
                    Map<String, Long> map = new HashMap<>(Map.of("a", 1L));
                    return Arrays.asList(map, null, map);
                })
                .add("one comparator in two sets", new TypeOf<List<TreeSet<String>>>() {}, () -> {
                    CollectionValues.FromLetter order = new CollectionValues.FromLetter(0);
                    return List.of(new TreeSet<>(order), new TreeSet<>(order));
                });
    }

    private static TwoLists twoLists() {
        TwoLists two = new TwoLists();
        two.one = new ArrayList<>(List.of("a"));
        two.other = two.one;
        two.more.put("same", two.one);
        two.more.put("equal", new ArrayList<>(two.one));
        return two;
    }

    private static TwoOfJdk twoOfJdk() {
        TwoOfJdk two = new TwoOfJdk();
        two.date = new Date(7);
        two.sameDate = two.date;
        two.text = new StringBuilder("a");
        two.sameText = two.text;
        two.counter = new AtomicInteger(7);
        two.sameCounter = two.counter;
        two.numbers = new int[] {1};
        two.sameNumbers = two.numbers;
        return two;
    }

    private static void cycles(Samples samples) {
        samples.add("bean that refers to itself", Node.class, () -> {
                    Node node = new Node("a");
                    node.next = node;
                    return node;
                })
                .add("two beans that refer to each other", Node.class, () -> {
                    Node node = new Node("a");
                    node.next = new Node("b");
                    node.next.next = node;
                    return node;
                })
                .add("bean in its own list", Node.class, () -> {
                    Node node = new Node("a");
                    node.others.add(node);
                    return node;
                })
                .add("list that holds itself", new TypeOf<List<Object>>() {}, () -> {
                    List<Object> list = new ArrayList<>(List.of(1L));
                    list.add(list);
                    return list;
                })
                .add("map that holds itself", new TypeOf<Map<String, Object>>() {}, () -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("self", map);
                    return map;
                })
                .add("array that holds itself", Object[].class, () -> {
                    Object[] array = new Object[1];
                    array[0] = array;
                    return array;
                })
                .add("record in its own list", Ring.class, () -> {
                    List<Object> members = new ArrayList<>();
                    Ring ring = new Ring(members);
                    members.add(ring);
                    return ring;
                })
                .add("parent with children", Parent.class, () -> {
                    Parent parent = new Parent();
                    parent.name = "p";
                    parent.add("a");
                    parent.add("b");
                    return parent;
                })
                .add("child with its parent", Child.class, () -> {
                    Parent parent = new Parent();
                    parent.add("a");
                    return parent.add("b");
                })
                .add("children of one parent", new TypeOf<List<Child>>() {}, () -> {
                    Parent parent = new Parent();
                    return List.of(parent.add("a"), parent.add("b"));
                });
    }

    private static void large(Samples samples) {
        samples.add("chain of 400", Link.class, () -> Link.chain(400))
                .add("chain of 10,000", Link.class, () -> Link.chain(10_000))
                .add("list in a list, 2,000 deep", new TypeOf<List<Object>>() {}, () -> {
                    List<Object> list = new ArrayList<>();
                    for (int i = 0; i < 2_000; i++) {
                        list = new ArrayList<>(List.of(list));
                    }
                    return list;
                })
                .add("a bean 10,000 times", new TypeOf<List<Node>>() {}, () -> {
                    Node node = new Node("a");
                    List<Node> list = new ArrayList<>();
                    for (int i = 0; i < 10_000; i++) {
                        list.add(node);
                    }
                    return list;
                })
                .add("levels that double, 14 deep", new TypeOf<List<Object>>() {}, () -> {
                    List<Object> list = new ArrayList<>();
                    for (int i = 0; i < 14; i++) {
                        list = new ArrayList<>(Arrays.asList(list, list));
                    }
                    return list;
                });
    }

    private static void hashed(Samples samples) {
        samples.add("members in each other's hash sets", Member.class, () -> {
                    Member one = new Member("a");
                    Member other = new Member("b");
                    one.friends.add(other);
                    other.friends.add(one);
                    one.friends.add(one);
                    return one;
                })
                .add("a hash set whose element leads back", new TypeOf<Set<Member>>() {}, () -> {
                    Member member = new Member("a");
                    member.friends.add(member);
                    return new HashSet<>(List.of(member));
                })
                .add("a map whose key leads back", new TypeOf<Map<Member, Member>>() {}, () -> {
                    Member one = new Member("a");
                    Member other = new Member("b");
                    one.friends.add(other);
                    other.friends.add(one);
                    Map<Member, Member> map = new HashMap<>();
                    map.put(one, other);
                    map.put(other, one);
                    return map;
                })
                .add("a hash set whose element has changed", new TypeOf<Set<Member>>() {}, () -> {
                    Member member = new Member("a");
                    Set<Member> set = new HashSet<>(List.of(member));
                    member.name = "b";
                    return set;
                })
                .add("a hash set with two elements that became equal", new TypeOf<Set<Member>>() {}, () -> {
                    Member one = new Member("a");
                    Member other = new Member("b");
                    Set<Member> set = new HashSet<>(List.of(one, other));
                    other.name = "a";
                    return set;
                })
                .add("a sorted set whose element has changed", new TypeOf<TreeSet<Date>>() {}, () -> {
                    Date first = new Date(1);
                    TreeSet<Date> set = new TreeSet<>(List.of(first, new Date(2)));
                    first.setTime(3);
                    return set;
                })
                .add(
                        "a set of empty sets and maps",
                        new TypeOf<Set<Object>>() {},
                        () -> new HashSet<>(List.of(Set.of(), Map.of(), List.of())));
    }
}
