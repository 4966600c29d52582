package io.asynccpu.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import jakarta.persistence.CascadeType;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKey;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.SortNatural;
import org.hibernate.cfg.Configuration;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entities as a session gives them: what is loaded crosses, what is not is refused, and nothing is loaded by it. */
class JpaTests {

    private static final long LIMIT = 1 << 20;

    private static SessionFactory factory;
    private static long id;

    private final ObjectCodec codec = new JacksonCodec(List.of());

    @Entity(name = "Owner")
    public static class Owner {
        @Id
        @GeneratedValue
        private Long id;

        private String name;

        @OneToMany(mappedBy = "owner", cascade = CascadeType.ALL)
        private List<Pet> pets = new ArrayList<>();

        @OneToMany(cascade = CascadeType.ALL)
        @OrderColumn
        private List<Pet> kept = new ArrayList<>();

        @ElementCollection
        private Set<String> words = new HashSet<>();

        @ElementCollection
        @SortNatural
        private Set<String> sorted = new TreeSet<>();

        @OneToMany(mappedBy = "owner")
        @MapKey(name = "name")
        private Map<String, Pet> byName = new HashMap<>();
    }

    @Entity(name = "Pet")
    public static class Pet {
        @Id
        @GeneratedValue
        private Long id;

        private String name;

        @ManyToOne(fetch = FetchType.LAZY)
        private Owner owner;
    }

    record Visit(Pet pet, List<Pet> others) {}

    @BeforeAll
    static void fill() {
        factory = new Configuration()
                .addAnnotatedClass(Owner.class)
                .addAnnotatedClass(Pet.class)
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:crossing;DB_CLOSE_DELAY=-1")
                .setProperty("hibernate.hbm2ddl.auto", "create-drop")
                .setProperty("hibernate.generate_statistics", "true")
                .buildSessionFactory();
        factory.inTransaction(session -> {
            Owner owner = new Owner();
            owner.name = "Ann";
            owner.words.addAll(Set.of("x", "y"));
            owner.sorted.addAll(Set.of("b", "a"));
            for (String name : List.of("Rex", "Leo")) {
                Pet pet = new Pet();
                pet.name = name;
                pet.owner = owner;
                owner.pets.add(pet);
                owner.kept.add(pet);
            }
            session.persist(owner);
            session.flush();
            id = owner.id;
        });
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @SuppressWarnings("unchecked")
    private <T> T asArgument(java.lang.reflect.Type type, T value) {
        List<java.lang.reflect.Type> types = List.of(type);
        return (T) codec.decodeArguments("a", types, codec.encodeArguments("a", types, new Object[] {value}, LIMIT))[0];
    }

    @SuppressWarnings("unchecked")
    private <T> T asResult(java.lang.reflect.Type type, T value) {
        return (T) codec.decodeResult("a", type, codec.encodeResult("a", type, value, LIMIT));
    }

    private Owner loaded(Session session) {
        Owner owner = session.find(Owner.class, id);
        Hibernate.initialize(owner.pets);
        Hibernate.initialize(owner.kept);
        Hibernate.initialize(owner.words);
        Hibernate.initialize(owner.sorted);
        Hibernate.initialize(owner.byName);
        return owner;
    }

    @Test
    void whatIsLoadedArrivesAsPlainCollectionsInAndOutOfASession() {
        Owner detached;
        try (Session session = factory.openSession()) {
            detached = loaded(session);
            requireWhole(asArgument(Owner.class, detached));
            requireWhole(asResult(Owner.class, detached));
        }
        requireWhole(asArgument(Owner.class, detached));
        requireWhole(asResult(Owner.class, detached));
        requireWhole((Owner) this.<Object>asArgument(Object.class, detached));
    }

    private static void requireWhole(Owner owner) {
        assertThat(owner.pets)
                .isExactlyInstanceOf(ArrayList.class)
                .extracting(pet -> pet.name)
                .contains("Rex", "Leo");
        assertThat(owner.kept).hasSameElementsAs(owner.pets);
        assertThat(owner.pets).allSatisfy(pet -> assertThat(pet.owner).isSameAs(owner));
        assertThat(owner.words).containsExactlyInAnyOrder("x", "y");
        assertThat(owner.words.getClass().getName()).startsWith("java.util.");
        assertThat(owner.sorted).isExactlyInstanceOf(TreeSet.class).containsExactly("a", "b");
        assertThat(owner.byName.keySet()).containsExactlyInAnyOrder("Rex", "Leo");
        assertThat(owner.byName.getClass().getName()).startsWith("java.util.");
        assertThat(owner.byName.get("Rex")).isIn(owner.pets);
    }

    @Test
    void whatIsNotLoadedIsRefusedAndNotLoaded() {
        try (Session session = factory.openSession()) {
            Owner owner = session.find(Owner.class, id);
            Statistics before = factory.getStatistics();
            long statements = before.getPrepareStatementCount();
            refused(() -> asArgument(Owner.class, owner))
                    .hasMessageContaining("pets")
                    .hasMessageContaining("has not been loaded yet; load it before the call");
            refused(() -> asResult(Owner.class, owner)).hasMessageContaining("has not been loaded yet");
            assertThat(before.getPrepareStatementCount()).isEqualTo(statements);
            assertThat(Hibernate.isInitialized(owner.pets)).isFalse();
        }
    }

    @Test
    void aProxyIsRefusedWhetherOrNotItIsLoaded() {
        try (Session session = factory.openSession()) {
            Pet pet = session.createQuery("from Pet where name = 'Rex'", Pet.class)
                    .getSingleResult();
            long statements = factory.getStatistics().getPrepareStatementCount();
            for (Object each : List.of(pet, new Visit(pet, List.of()), List.of(pet))) {
                refused(() -> this.<Object>asArgument(Object.class, each))
                        .hasMessageContaining("owner")
                        .hasMessageContaining("Hibernate proxy")
                        .hasMessageContaining("Hibernate.unproxy");
            }
            refused(() -> asResult(Visit.class, new Visit(pet, List.of()))).hasMessageContaining("Hibernate proxy");
            Owner reference = session.getReference(Owner.class, id);
            refused(() -> asArgument(Owner.class, reference)).hasMessageContaining("Hibernate proxy");
            assertThat(factory.getStatistics().getPrepareStatementCount()).isEqualTo(statements);
            assertThat(Hibernate.isInitialized(reference)).isFalse();
            Hibernate.initialize(reference);
            refused(() -> asArgument(Owner.class, reference)).hasMessageContaining("Hibernate proxy");
        }
    }

    private static org.assertj.core.api.ThrowableAssert<TaskNotSerializableException> refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return new org.assertj.core.api.ThrowableAssert<>(
                        org.assertj.core.api.Assertions.catchThrowableOfType(TaskNotSerializableException.class, call))
                .isNotNull();
    }
}
