package io.asynccpu.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InheritedOptionsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "--module-path=/opt/javafx",
                "--enable-native-access=ALL-UNNAMED",
                "--enable-preview",
                "-Duser.timezone=UTC",
                "-Duser.language=de",
                "-Dfile.encoding=UTF-8",
                "-Djava.io.tmpdir=/scratch",
                "-Djava.net.preferIPv4Stack=true"
            })
    void whatTheClassesNeedIsInherited(String option) {
        assertThat(InheritedOptions.from(List.of(option))).containsExactly(option);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx4g",
                "-Xms1g",
                "-XX:+UseZGC",
                "-XX:MaxRAMPercentage=75",
                "-XX:AOTCache=app.aot",
                "-XX:SharedArchiveFile=app.jsa",
                "-Xshare:auto",
                "-Xlog:gc:file=gc.log",
                "-javaagent:/opt/agent.jar",
                "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
                "-agentpath:/opt/profiler.so",
                "-Xdebug",
                "-Xrunjdwp:transport=dt_socket",
                "-Dcom.sun.management.jmxremote.port=9010",
                "-Djava.rmi.server.hostname=host",
                "-Djava.class.path=elsewhere",
                "-Dspring.datasource.password=secret",
                "-Djavax.net.ssl.keyStorePassword=secret",
                "-Duser.password=secret",
                "-Dloader.main=com.acme.Application",
                "--illegal-access=permit"
            })
    void whatBelongsToOneProcessOrMayBeSecretStaysBehind(String option) {
        assertThat(InheritedOptions.from(List.of(option))).isEmpty();
    }

    @Test
    void thisJvmIsAsked() {
        List<String> all = ManagementFactory.getRuntimeMXBean().getInputArguments();

        assertThat(InheritedOptions.ofThisJvm()).isEqualTo(InheritedOptions.from(all));
    }
}
