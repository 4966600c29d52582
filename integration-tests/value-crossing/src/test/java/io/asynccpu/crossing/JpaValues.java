package io.asynccpu.crossing;

import jakarta.persistence.CascadeType;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKey;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Entities as Hibernate gives them, after their session: loaded, half loaded, and proxies. */
final class JpaValues {

    private JpaValues() {}

    @Entity(name = "Shop")
    static class Shop implements Serializable {
        @Id
        Long id;

        @Version
        int version;

        String name;

        @OneToMany(mappedBy = "shop", cascade = CascadeType.ALL)
        List<Article> articles = new ArrayList<>();

        @OneToMany(mappedBy = "shop")
        @MapKey(name = "name")
        Map<String, Article> byName = new LinkedHashMap<>();

        @ElementCollection
        Set<String> tags = new HashSet<>();

        public Long getId() {
            return id;
        }

        public String getName() {
            return name;
        }

        public List<Article> getArticles() {
            return articles;
        }

        public Set<String> getTags() {
            return tags;
        }
    }

    @Entity(name = "Article")
    static class Article implements Serializable {
        @Id
        Long id;

        String name;

        @ManyToOne(fetch = FetchType.LAZY)
        Shop shop;

        public Long getId() {
            return id;
        }

        public String getName() {
            return name;
        }

        public Shop getShop() {
            return shop;
        }
    }

    /** Made on the first need, with a database in memory. */
    private static final class Database {
        static final SessionFactory SESSIONS = start();

        private static SessionFactory start() {
            SessionFactory sessions = new Configuration()
                    .addAnnotatedClass(Shop.class)
                    .addAnnotatedClass(Article.class)
                    .setProperty("hibernate.connection.url", "jdbc:h2:mem:crossing;DB_CLOSE_DELAY=-1")
                    .setProperty("hibernate.hbm2ddl.auto", "create")
                    .setProperty("hibernate.session_factory_name", "crossing")
                    .setProperty("hibernate.session_factory_name_is_jndi", "false")
                    .buildSessionFactory();
            sessions.inTransaction(session -> {
                Shop shop = new Shop();
                shop.id = 1L;
                shop.name = "corner";
                shop.tags.add("open");
                for (long i = 1; i <= 2; i++) {
                    Article article = new Article();
                    article.id = i;
                    article.name = "article " + i;
                    article.shop = shop;
                    shop.articles.add(article);
                }
                session.persist(shop);
            });
            return sessions;
        }
    }

    static List<Sample> samples() {
        Samples samples = new Samples("jpa");
        samples.add("entity that was never saved", Shop.class, () -> {
                    Shop shop = new Shop();
                    shop.id = 7L;
                    return shop;
                })
                .add("entity with collections that are not loaded", Shop.class, () -> shop(shop -> {}))
                .add(
                        "entity with collections that are loaded",
                        Shop.class,
                        () -> shop(shop -> {
                            Hibernate.initialize(shop.articles);
                            Hibernate.initialize(shop.byName);
                            Hibernate.initialize(shop.tags);
                        }))
                .add(
                        "entity with one collection that is loaded",
                        Shop.class,
                        () -> shop(shop -> Hibernate.initialize(shop.tags)))
                .add("collection that is loaded", new TypeOf<List<Article>>() {}, () -> shop(shop -> {
                            Hibernate.initialize(shop.articles);
                            Hibernate.initialize(shop.byName);
                            Hibernate.initialize(shop.tags);
                        })
                        .articles)
                .add("set of strings that is loaded", new TypeOf<Set<String>>() {}, () -> shop(shop ->
                                Hibernate.initialize(shop.tags))
                        .tags)
                .add("collection that is not loaded", new TypeOf<List<Article>>() {}, () -> shop(shop -> {}).articles)
                .add(
                        "entity with a reference that is not loaded",
                        Article.class,
                        () -> in(session -> session.find(Article.class, 1L)))
                .add(
                        "entity with a reference that is loaded",
                        Article.class,
                        () -> in(session -> {
                            Article article = session.find(Article.class, 1L);
                            Hibernate.initialize(article.shop);
                            return article;
                        }))
                .add("proxy that is not loaded", Shop.class, () -> in(session -> session.getReference(Shop.class, 1L)))
                .add(
                        "proxy that is loaded",
                        Shop.class,
                        () -> in(session -> {
                            Shop shop = session.getReference(Shop.class, 1L);
                            Hibernate.initialize(shop);
                            return shop;
                        }))
                .add(
                        "entities of a query",
                        new TypeOf<List<Article>>() {},
                        () -> in(session -> session.createQuery("from Article order by id", Article.class)
                                .getResultList()))
                .add(
                        "rows of a query",
                        new TypeOf<List<Object[]>>() {},
                        () -> in(session -> session.createQuery(
                                        "select id, name from Article order by id", Object[].class)
                                .getResultList()))
                .open("entity", () -> shop(shop -> {}));
        return samples.list();
    }

    private static Shop shop(Consumer<Shop> loading) {
        return in(session -> {
            Shop shop = session.find(Shop.class, 1L);
            loading.accept(shop);
            return shop;
        });
    }

    private static <T> T in(Function<Session, T> work) {
        return Database.SESSIONS.fromTransaction(work);
    }
}
