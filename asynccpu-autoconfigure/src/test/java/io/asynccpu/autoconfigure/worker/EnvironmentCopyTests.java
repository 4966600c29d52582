package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.Sandbox;
import io.asynccpu.autoconfigure.properties.PropertyRules;
import io.asynccpu.autoconfigure.properties.WorkerProperties;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.support.SystemEnvironmentPropertySourceEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class EnvironmentCopyTests {

    private static final String FILE = "Config resource 'class path resource [application.yml]' via location 'x'";

    @Test
    void eachCopyStandsWhereItStoodInTheParent() {
        ConfigurableEnvironment parent = environmentWithFile();
        parent.getPropertySources().addFirst(map("test", "key", "first"));
        parent.getPropertySources().addAfter("systemEnvironment", map("middle", "key", "middle"));
        parent.getPropertySources().addLast(map("defaultProperties", "key", "last"));
        MutablePropertySources child = environmentWithFile().getPropertySources();

        EnvironmentCopy copy = EnvironmentCopy.of(parent, PropertyRules.ALL);
        copy.applyTo(child);
        copy.applyTo(child);

        assertThat(child.stream().map(PropertySource::getName))
                .containsExactly("test", "systemProperties", "systemEnvironment", "middle", FILE, "defaultProperties");
        assertThat(child.get("middle").getProperty("key")).isEqualTo("middle");
    }

    @Test
    void theParentsValuesReplaceThoseThatTheChildMadeUnderTheSameName() {
        ConfigurableEnvironment parent = environmentWithFile();
        parent.getPropertySources().addLast(map("made", "key", "of the parent"));
        MutablePropertySources child = environmentWithFile().getPropertySources();
        child.addFirst(map("made", "key", "of the child"));

        EnvironmentCopy.of(parent, PropertyRules.ALL).applyTo(child);

        assertThat(child.get("made").getProperty("key")).isEqualTo("of the parent");
        assertThat(child.stream().map(PropertySource::getName)).endsWith(FILE, "made");
    }

    @Test
    void whatTheChildMakesByItselfIsNotCopied() {
        assertThat(EnvironmentCopy.of(new StandardEnvironment(), PropertyRules.ALL)
                        .properties())
                .isEmpty();
    }

    /** The child may have found other ones, in another directory or for a profile that came too late in the parent. */
    @Test
    void theChildsFilesAreThoseOfTheParent() {
        String otherFile = FILE.replace(".yml", "-late.yml");
        String childs = FILE.replace("application", "childs");
        ConfigurableEnvironment parent = environmentWithFile();
        parent.getPropertySources().addLast(map(otherFile, "key", "other"));
        MutablePropertySources child = new StandardEnvironment().getPropertySources();
        child.addLast(map(childs, "key", "of the child"));
        child.addLast(map(FILE, "key", "has changed"));
        EnvironmentCopy copy = EnvironmentCopy.of(parent, PropertyRules.ALL);

        copy.applyTo(child);
        assertThat(child.stream().map(PropertySource::getName))
                .as("while files are looked for")
                .containsExactly("systemProperties", "systemEnvironment", childs, FILE);
        copy.applyAllTo(child);

        assertThat(child.stream().map(PropertySource::getName))
                .containsExactly("systemProperties", "systemEnvironment", FILE, otherFile);
        assertThat(child.get(FILE).getProperty("key")).isEqualTo("file");
        assertThat(child.get(otherFile).getProperty("key")).isEqualTo("other");
    }

    @Test
    void valuesBecomeTextAndObjectsWithoutTextStay() {
        StandardEnvironment parent = new StandardEnvironment();
        parent.setConversionService(new ApplicationConversionService());
        Map<String, Object> values = Map.of(
                "number",
                42,
                "flag",
                true,
                "list",
                List.of("a", "b"),
                "none",
                List.of(),
                "placeholder",
                "${number}",
                "object",
                new Object());
        parent.getPropertySources().addLast(new MapPropertySource("made", values));

        assertThat(EnvironmentCopy.of(parent, PropertyRules.ALL).properties())
                .containsExactly(Map.entry(
                        "made",
                        Map.of(
                                "number", "42",
                                "flag", "true",
                                "list", "a,b",
                                "none", "",
                                "placeholder", "${number}")));
    }

    @Test
    void whatDoesNotCrossIsNeitherCopiedNorLeftInTheChild() {
        PropertyRules rules = new PropertyRules(List.of("key", "shown"), List.of(), false, "");
        ConfigurableEnvironment parent = environmentWithFile();
        parent.getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("secret", "s", "shown", "${secret}")));
        parent.getPropertySources().addLast(map("spring.application.json", "secret", "s"));
        MutablePropertySources child = environmentWithFile().getPropertySources();
        child.addFirst(map("spring.application.json", "secret", "s"));
        child.addFirst(map("made by the child", "secret", "s"));
        child.replace(
                "systemEnvironment",
                new SystemEnvironmentPropertySource("systemEnvironment", Map.of("SECRET", "s", "SHOWN", "t")));

        EnvironmentCopy copy = EnvironmentCopy.of(parent, rules);
        copy.applyAllTo(child, rules);

        assertThat(copy.size()).isEqualTo(2);
        assertThat(copy.properties().values()).noneMatch(values -> values.containsKey("secret"));
        assertThat(child.stream().filter(source -> source.containsProperty("secret")))
                .isEmpty();
        assertThat(child.get("test").getProperty("shown")).isEqualTo("s");
        assertThat(child.get("systemEnvironment").getProperty("shown")).isEqualTo("t");
        assertThat(child.get(FILE).getProperty("key")).isEqualTo("file");
    }

    /** Behind a wall it has no variables of the parent. */
    @Test
    void variablesOfTheParentCrossAsPropertiesToAChildWithoutThem() {
        PropertyRules rules = new PropertyRules(List.of("acme.shown"), List.of(), true, "");
        ConfigurableEnvironment parent = new StandardEnvironment();
        parent.getPropertySources()
                .replace(
                        "systemEnvironment",
                        new SystemEnvironmentPropertySource(
                                "systemEnvironment", Map.of("ACME_SHOWN", "t", "ACME_SECRET", "s")));
        MutablePropertySources child = new StandardEnvironment().getPropertySources();

        EnvironmentCopy.of(parent, rules).applyAllTo(child, rules);

        assertThat(child.get("systemEnvironment").getProperty("acme.shown")).isEqualTo("t");
        assertThat(child.get("systemEnvironment").getProperty("acme.secret")).isNull();
        assertThat(child.get("systemEnvironment").getProperty("PATH")).isEqualTo(System.getenv("PATH"));
    }

    /** Boot makes the child's source aware of the application's prefix between the two times that the copy is applied. */
    @Test
    void variablesWithThePrefixOfTheApplicationCross() {
        ConfigurableEnvironment parent = withVariables(Map.of("MYAPP_ACME_SHOWN", "t", "MYAPP_ACME_SECRET", "s"));
        prefix(parent);
        WorkerProperties worker = new WorkerProperties();
        worker.setProperties(List.of("acme.*", "!acme.secret"));
        worker.getSandbox().setMode(Sandbox.Mode.BUBBLEWRAP);
        PropertyRules rules = PropertyRules.of(worker, parent);
        ConfigurableEnvironment child = new StandardEnvironment();
        EnvironmentCopy copy = EnvironmentCopy.of(parent, rules);

        copy.applyAllTo(child.getPropertySources(), rules);
        prefix(child);
        copy.applyAllTo(child.getPropertySources(), rules);

        assertThat(Binder.get(child)
                        .bind("acme", Bindable.mapOf(String.class, String.class))
                        .get())
                .containsExactly(Map.entry("shown", "t"));
    }

    @Test
    void aChildWithTheVariablesKeepsThePrefix() {
        PropertyRules rules = new PropertyRules(List.of("acme.shown"), List.of(), false, "myapp");
        ConfigurableEnvironment child = withVariables(Map.of("MYAPP_ACME_SHOWN", "t", "MYAPP_ACME_SECRET", "s"));
        prefix(child);

        EnvironmentCopy.of(new StandardEnvironment(), rules).applyAllTo(child.getPropertySources(), rules);

        assertThat(Binder.get(child)
                        .bind("acme", Bindable.mapOf(String.class, String.class))
                        .get())
                .containsExactly(Map.entry("shown", "t"));
    }

    private static void prefix(ConfigurableEnvironment environment) {
        SpringApplication application = new SpringApplication();
        application.setEnvironmentPrefix("myapp");
        new SystemEnvironmentPropertySourceEnvironmentPostProcessor().postProcessEnvironment(environment, application);
    }

    private static ConfigurableEnvironment withVariables(Map<String, Object> variables) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
        return environment;
    }

    private static ConfigurableEnvironment environmentWithFile() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new OriginTrackedMapPropertySource(FILE, Map.of("key", "file")));
        return environment;
    }

    private static MapPropertySource map(String name, String key, String value) {
        return new MapPropertySource(name, Map.of(key, value));
    }
}
