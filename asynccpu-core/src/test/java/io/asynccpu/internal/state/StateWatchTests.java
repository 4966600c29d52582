package io.asynccpu.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.support.CapturedLog;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StateWatchTests {

    private final Properties properties = System.getProperties();
    private final TimeZone zone = TimeZone.getDefault();

    @RegisterExtension
    private final CapturedLog log = new CapturedLog(StateWarnings.class);

    @BeforeEach
    void copyProperties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        System.setProperties(copy);
    }

    @AfterEach
    void restore() {
        System.setProperties(properties);
        TimeZone.setDefault(zone);
    }

    private static StateWatch watch(String... given) {
        return new StateWatch(new PropagationRules(List.of(), List.of(), Map.of(), List.of()), () -> List.of(given));
    }

    @Test
    void tasksShareOneStateUntilSomethingChanges() {
        StateWatch watch = watch();
        JvmState first = watch.current();
        assertThat(watch.current()).isSameAs(first);
        System.setProperty("user.dir", "/elsewhere");
        System.setProperty("loader.main", "of another JVM");
        assertThat(watch.current()).isSameAs(first);

        System.setProperty("com.acme.mode", "fast");
        JvmState second = watch.current();
        assertThat(second.changesFrom(first)).containsExactly(Map.entry("property.com.acme.mode", "fast"));
        assertThat(first.goneFrom(second)).containsExactly("property.com.acme.mode");
        assertThat(watch.current()).isSameAs(second);
    }

    @Test
    void theSameValueAnewIsNoChange() {
        System.setProperty("com.acme.mode", "fast");
        StateWatch watch = watch();
        JvmState first = watch.current();
        System.setProperty("com.acme.mode", String.join("", "fa", "st"));
        assertThat(watch.current()).isSameAs(first);
    }

    @Test
    void aStateSharesItsTextsWithTheOneBefore() {
        System.setProperty("com.acme.a", "a");
        System.setProperty("com.acme.b", "b");
        StateWatch watch = watch();
        Map<String, String> first = watch.current().values();
        System.setProperty("com.acme.b", "changed");
        Map<String, String> second = watch.current().values();
        assertThat(second).containsEntry("property.com.acme.b", "changed");
        Map<String, String> texts = new IdentityHashMap<>();
        first.forEach((name, value) -> {
            texts.put(name, name);
            texts.put(value, value);
        });
        assertThat(second.keySet()).allMatch(texts::containsKey);
        assertThat(second.values()).filteredOn(text -> !texts.containsKey(text)).containsExactly("changed");
    }

    /** Counts how often somebody reads them all. */
    private static final class ReadThrough extends Properties {
        private static final long serialVersionUID = 1L;
        private int times;

        ReadThrough(Properties defaults) {
            super(defaults);
        }

        @Override
        public synchronized void forEach(BiConsumer<? super Object, ? super Object> action) {
            times++;
            super.forEach(action);
        }
    }

    @Test
    void defaultsAreNoReasonToReadAllAnew() {
        Properties defaults = System.getProperties();
        defaults.setProperty("com.acme.mode", "fast");
        ReadThrough replaced = new ReadThrough(defaults);
        System.setProperties(replaced);
        StateWatch watch = watch();
        JvmState first = watch.current();
        assertThat(first.values()).containsEntry("property.com.acme.mode", "fast");
        assertThat(watch.current()).isSameAs(first);
        assertThat(replaced.times).isEqualTo(1);

        defaults.setProperty("com.acme.new", "new");
        assertThat(watch.current().values()).containsEntry("property.com.acme.new", "new");
    }

    @Test
    void whatDefaultsHaveIsHere() {
        System.setProperty("com.acme.mode", "fast");
        ReceivedState state = new ReceivedState(watch().current(), null);
        System.setProperties(new Properties(System.getProperties()));
        assertThat(state.isHere()).isTrue();
        System.setProperty("com.acme.mode", "slow");
        assertThat(state.isHere()).isFalse();
    }

    @Test
    void whatIsNoTextDoesNotHideTheDefault() {
        Properties defaults = System.getProperties();
        defaults.setProperty("com.acme.mode", "fast");
        ReadThrough replaced = new ReadThrough(defaults);
        replaced.put("com.acme.mode", 5);
        System.setProperties(replaced);
        StateWatch watch = watch();
        assertThat(watch.current().values())
                .containsEntry("property.com.acme.mode", System.getProperty("com.acme.mode"));
        assertThat(watch.current()).isSameAs(watch.seen());
        assertThat(replaced.times).isEqualTo(1);
    }

    @Test
    void whatTheCommandLineGaveBothAndCodeHasRemovedIsRemovedInTheChild() {
        StateWatch watch = watch("java.acme.given", "java.acme.kept");
        System.setProperty("java.acme.given", "by the command line");
        System.setProperty("java.acme.kept", "by the command line");
        JvmState before = watch.current();
        System.clearProperty("java.acme.given");
        JvmState state = watch.current();
        assertThat(state.changesFrom(before)).containsExactly(Map.entry("removed.java.acme.given", ""));

        System.setProperty("java.acme.given", "as in a child");
        assertThat(watch.current().values()).doesNotContainKey("removed.java.acme.given");
        new ReceivedState(state, null).set(ReceivedState.NONE);
        assertThat(System.getProperty("java.acme.given")).isNull();
        assertThat(System.getProperty("java.acme.kept")).isEqualTo("by the command line");
    }

    @Test
    void theLongestIsLeftOutAndNamedOnceWithoutItsValue() {
        System.setProperty("com.acme.a.secret.key", "secret".repeat(StateWatch.MOST_CHARACTERS));
        System.setProperty("com.acme.b", "b");
        for (String change : List.of("1", "2")) {
            System.setProperty("com.acme.c", change);
            assertThat(watch().current().values())
                    .containsEntry("property.com.acme.b", "b")
                    .containsEntry("property.com.acme.c", change)
                    .doesNotContainKey("property.com.acme.a.secret.key");
        }
        assertThat(log.messages()).singleElement().satisfies(message -> assertThat(message)
                .contains("System property com.acme.a.secret.key does not cross")
                .doesNotContain("secretsecret"));
    }

    @Test
    void theirTextHoldsNoValue() {
        System.setProperty("com.acme.password", "hush-hush");
        assertThat(watch().current().toString()).contains("com.acme.password").doesNotContain("hush-hush");
    }

    @Test
    void aZoneThatThisJdkDoesNotKnowLeavesTheOneThatIsThere() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        ReceivedState state = new ReceivedState(
                new JvmState(Map.of(JvmState.ZONE, "Acme/Nowhere", "property.com.acme.mode", "fast")), null);
        state.set(ReceivedState.NONE);
        assertThat(TimeZone.getDefault().getID()).isEqualTo("Asia/Tokyo");
        assertThat(System.getProperty("com.acme.mode")).isEqualTo("fast");
        assertThat(state.isHere()).isTrue();
    }
}
