package io.asynccpu.autoconfigure.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Arguments from wherever properties are written: a text is split as a shell would, a list is taken as it is. */
@Timeout(120)
@LeavesNoChild
class ArgumentsAsWrittenTests {

    private static final String FLIGHT = "-XX:StartFlightRecording=duration=5s,filename=x.jfr";
    private static final String GC_LOG = "-Xlog:gc*:file=gc.log:time,level";
    private static final String DEBUGGER = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AsyncCpuAutoConfiguration.class));

    static Stream<Arguments> texts() {
        return Stream.of(
                text("-Xmx64m -Dmy.y=2", "-Xmx64m", "-Dmy.y=2"),
                text(GC_LOG, GC_LOG),
                text(DEBUGGER + " " + FLIGHT, DEBUGGER, FLIGHT),
                text("-Da='b  c' -Dd=\"e f\" -Dg=h\\ i", "-Da=b  c", "-Dd=e f", "-Dg=h i"),
                text(
                        "'-Dpath=C:\\temp\\x' \"-Dp=C:\\temp\" -Dq=C:\\\\temp",
                        "-Dpath=C:\\temp\\x",
                        "-Dp=C:\\temp",
                        "-Dq=C:\\temp"),
                text("-Da=\"say \\\"so\\\" for \\$1 \\\\ it's\"", "-Da=say \"so\" for $1 \\ it's"),
                text("-Da='say \"so\"' -Db=it\\'s", "-Da=say \"so\"", "-Db=it's"),
                text("-D'a b'=\"c \"'d'", "-Da b=c d"),
                text("-Da=$HOME -Db=* -Dc=~ -Dd=x;y|z&#", "-Da=$HOME", "-Db=*", "-Dc=~", "-Dd=x;y|z&#"),
                text("\t-ea\n  -Da=1\r\n\n-Db=2 \n", "-ea", "-Da=1", "-Db=2"),
                text("-Da=1 \\\n  -Db=\"2\\\n3\"", "-Da=1", "-Db=23"),
                text("-cp '' -ea", "-cp", "", "-ea"),
                text(""),
                text(" \t\n "));
    }

    private static Arguments text(String text, String... arguments) {
        return Arguments.of(text, List.of(arguments));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aTextIsSplitAsByAShellWhereverItStands(String text, List<String> arguments) {
        for (String root : new String[] {"asynccpu.worker.", "asynccpu.pools.images.worker."}) {
            for (String key : new String[] {"jvm-args", "command-prefix"}) {
                Map<String, PropertySource<?>> ways = new LinkedHashMap<>();
                ways.put("YAML", yaml(root + key + ": \"" + escaped(text) + '"'));
                ways.put("properties", properties(root + key + "=" + escaped(text)));
                ways.put("environment", environment((root + key).replace("-", ""), text));
                ways.put("command line", commandLine("--" + root + key + "=" + text));
                ways.forEach((way, source) -> assertArguments(root + key + " from " + way, arguments, source));
            }
        }
    }

    @Test
    void aListIsTakenAsItIsWhereverItStands() {
        List<String> asTheyAre = List.of("-Da=b c", "-Db=it's", "-Dc=\\", GC_LOG, "-Dd=\"e\"");
        for (String root : new String[] {"asynccpu.worker.", "asynccpu.pools.images.worker."}) {
            for (String key : new String[] {"jvm-args", "command-prefix"}) {
                String name = root + key;
                StringBuilder yaml = new StringBuilder(name).append(":\n");
                StringBuilder properties = new StringBuilder();
                Map<String, Object> variables = new LinkedHashMap<>();
                Map<String, Object> variablesAsOfOld = new LinkedHashMap<>();
                String[] line = new String[asTheyAre.size()];
                for (int i = 0; i < asTheyAre.size(); i++) {
                    String argument = asTheyAre.get(i);
                    yaml.append("  - \"").append(escaped(argument)).append("\"\n");
                    properties.append(name + "[" + i + "]=" + escaped(argument) + "\n");
                    variables.put(variable(name.replace("-", "")) + "_" + i, argument);
                    variablesAsOfOld.put(variable(name.replace("-", "")) + "_" + i + "_", argument);
                    line[i] = "--" + name + "[" + i + "]=" + argument;
                }
                assertArguments(name + " from YAML", asTheyAre, yaml(yaml.toString()));
                assertArguments(name + " from properties", asTheyAre, properties(properties.toString()));
                assertArguments(name + " from the environment", asTheyAre, environment(variables));
                assertArguments(name + " from the environment", asTheyAre, environment(variablesAsOfOld));
                assertArguments(name + " from the command line", asTheyAre, commandLine(line));
            }
        }
        assertArguments("of one", List.of("-Da=b c"), yaml("asynccpu.worker.jvm-args: ['-Da=b c']"));
        assertArguments("of none", List.of(), yaml("asynccpu.worker.jvm-args: []"));
    }

    @Test
    void aFoldedOrLiteralBlockOfYamlIsAText() {
        for (String style : new String[] {">", "|", ">-"}) {
            assertArguments(
                    style,
                    List.of("-Xmx64m", GC_LOG, "-Da=b c"),
                    yaml("asynccpu.worker.jvm-args: " + style + "\n  -Xmx64m\n  " + GC_LOG + "\n\n  '-Da=b c'\n"));
        }
    }

    @Test
    void placeholdersAreReplacedBeforeATextIsSplit() {
        PropertySource<?> values = properties("more=-Db=1 '-Dc=2 3'\nhome=/a b");
        assertArguments(
                "a text",
                List.of("-Da=/a b", "-Db=1", "-Dc=2 3"),
                properties("asynccpu.worker.jvm-args=\"-Da=${home}\" ${more} ${none:}"),
                values);
        assertArguments("nothing", List.of(), properties("asynccpu.worker.jvm-args=${none:}"), values);
        assertArguments(
                "a list",
                List.of("-Da=/a b", "-Db=1 '-Dc=2 3'"),
                yaml("asynccpu.worker.jvm-args: ['-Da=${home}', '${more}']"),
                values);
    }

    @Test
    void aPoolsArgumentsTakeThePlaceOfTheInheritedOnes() {
        PropertySource<?> inherited = yaml("asynccpu.worker: {jvm-args: -Da=1 -Db=2, command-prefix: [nice, -n, 10]}");
        for (String own : new String[] {"-Dc=3", "['-Dc=3']"}) {
            withSources(yaml("asynccpu.pools.images.worker.jvm-args: " + own), inherited)
                    .run(context -> {
                        assertThat(worker(context.getEnvironment(), "images").getJvmArgs())
                                .containsExactly("-Dc=3");
                        assertThat(worker(context.getEnvironment(), "images").getCommandPrefix())
                                .containsExactly("nice", "-n", "10");
                        assertThat(worker(context.getEnvironment(), "default").getJvmArgs())
                                .containsExactly("-Da=1", "-Db=2");
                    });
        }
        withSources(properties("asynccpu.pools.images.worker.jvm-args="), inherited)
                .run(context -> assertThat(
                                worker(context.getEnvironment(), "images").getJvmArgs())
                        .isEmpty());
    }

    @Test
    void aStrongerSourceCountsWhetherTextOrList() {
        PropertySource<?> list = yaml("asynccpu.worker.jvm-args: ['-Da=b c', '-ea']");
        PropertySource<?> text = environment("asynccpu.worker.jvmargs", "-Xmx64m '-Dd=e f'");
        assertArguments("the text", List.of("-Xmx64m", "-Dd=e f"), text, list);
        assertArguments("the list", List.of("-Da=b c", "-ea"), list, text);
    }

    @Test
    void otherListsAreSplitAtCommas() {
        withSources(properties("asynccpu.worker.lifecycle-beans=one,two\nasynccpu.context-keys=a,b"))
                .run(context -> {
                    AsyncCpuProperties bean = context.getBean(AsyncCpuProperties.class);
                    assertThat(bean.getWorker().getLifecycleBeans()).containsExactly("one", "two");
                    assertThat(bean.getContextKeys()).containsExactly("a", "b");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"jvm-args", "command-prefix"})
    void whatIsNotClosedIsNamedWithTheArgumentsBeforeIt(String key) {
        for (String name : new String[] {"asynccpu.worker." + key, "asynccpu.pools.images.worker." + key}) {
            withSources(commandLine("--" + name + "=-ea '-Da=b c' -Db=\"c d")).run(context -> assertThat(context)
                    .getFailure()
                    .hasMessageContainingAll(
                            "'" + name + "'",
                            "the quote \" at character 19 is not closed",
                            "[-ea] [-Da=b c] [-Db=c d]"));
            withSources(commandLine("--" + name + "=-ea -Da=b\\")).run(context -> assertThat(context)
                    .getFailure()
                    .hasMessageContainingAll("'" + name + "'", "backslash at its end", "[-ea] [-Da=b]"));
        }
    }

    @Test
    void whatTheJvmWouldTakeForTheClassToRunIsNamed() {
        withSources(properties("asynccpu.worker.jvm-args=-ea -Da=b c")).run(context -> assertThat(context)
                .getFailure()
                .hasMessageContainingAll(
                        "'asynccpu.worker.jvm-args' has the value '-ea -Da=b c'",
                        "[c] for the class to run",
                        "[-ea] [-Da=b] [c]"));
        withSources(yaml("asynccpu.pools.images.worker.jvm-args: [-ea, '']")).run(context -> assertThat(context)
                .getFailure()
                .hasMessageContainingAll("'asynccpu.pools.images.worker.jvm-args'", "[] for the class to run"));
        String separate = "--add-opens java.base/java.lang=ALL-UNNAMED -cp a.jar @more --add-modules=java.sql -p mods";
        withSources(properties("asynccpu.worker.jvm-args=" + separate))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aChildGetsThemAsTheyWereMeant() {
        PropertySource<?> written = properties("""
                asynccpu.max-workers=1
                asynccpu.worker.context=none
                asynccpu.worker.startup-cache=off
                asynccpu.worker.jvm-args=-Xmx64m -Dtest.y='2, "3"  4' -Xlog:gc*=off:stderr:time,level
                asynccpu.worker.command-prefix=sh -c 'PREFIX="$0" exec "$@"' "of  two"
                """);
        withSources(written).run(context -> {
            PooledTaskExecutor executor = context.getBean("processTaskExecutor", PooledTaskExecutor.class);
            assertThat(executor.pool()
                            .createProcessTask(ArgumentsAsWrittenTests::told)
                            .get(60, TimeUnit.SECONDS))
                    .contains("-Xmx64m", "-Dtest.y=2, \"3\"  4", "-Xlog:gc*=off:stderr:time,level", "PREFIX=of  two");
        });
    }

    /** What this JVM was told when it was started. */
    static List<String> told() {
        List<String> told = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        told.add("PREFIX=" + System.getenv("PREFIX"));
        return told;
    }

    private void assertArguments(String what, List<String> arguments, PropertySource<?>... sources) {
        withSources(sources).run(context -> {
            assertThat(context).as(what).hasNotFailed();
            AsyncCpuProperties bean = context.getBean(AsyncCpuProperties.class);
            WorkerProperties shown = what.contains(".pools.images.")
                    ? bean.getPools().get("images").getWorker()
                    : bean.getWorker();
            for (WorkerProperties worker : List.of(worker(context.getEnvironment(), "images"), shown)) {
                assertThat(what.contains("command-prefix") ? worker.getCommandPrefix() : worker.getJvmArgs())
                        .as(what)
                        .isEqualTo(arguments);
            }
        });
    }

    private static WorkerProperties worker(Environment environment, String pool) {
        return PoolSettings.of(pool, environment).properties().getWorker();
    }

    /** The first one is the strongest. */
    private ApplicationContextRunner withSources(PropertySource<?>... sources) {
        return runner.withInitializer(context -> {
            MutablePropertySources all = context.getEnvironment().getPropertySources();
            for (int i = sources.length; i-- > 0; ) {
                all.addFirst(sources[i]);
            }
        });
    }

    private static PropertySource<?> yaml(String text) {
        return load(new YamlPropertySourceLoader(), text);
    }

    private static PropertySource<?> properties(String text) {
        return load(new PropertiesPropertySourceLoader(), text);
    }

    private static PropertySource<?> load(PropertySourceLoader loader, String text) {
        try {
            return loader.load(text, new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PropertySource<?> environment(String key, String value) {
        return environment(Map.of(variable(key), value));
    }

    private static PropertySource<?> environment(Map<String, Object> variables) {
        return new SystemEnvironmentPropertySource("test-systemEnvironment", variables);
    }

    private static String variable(String key) {
        return key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static PropertySource<?> commandLine(String... arguments) {
        return new SimpleCommandLinePropertySource(arguments);
    }

    /** Within double quotes of YAML, and in a properties file. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }
}
