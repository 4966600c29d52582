package io.asynccpu.autoconfigure.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyRulesTests {

    private static PropertyRules rules(String... rules) {
        return new PropertyRules(List.of(rules), List.of("OWN"), false, "");
    }

    @Test
    void withoutRulesAllCross() {
        assertThat(PropertyRules.ALL.crosses("spring.datasource.password")).isTrue();
        assertThat(PropertyRules.ALL.crosses("spring.application.json")).isTrue();
        assertThat(PropertyRules.ALL.variableCrosses("SPRING_APPLICATION_JSON")).isTrue();
        assertThat(PropertyRules.ALL.arguments(List.of("--a=1", "b"))).containsExactly("--a=1", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "acme.images.*, acme.images.max-size, true",
        "acme.images.*, acme.images.size[0].width, true",
        "acme.images.*, ACME.Images.maxSize, true",
        "acme.images.*, acme.imagesecret, false",
        "acme.max-size, acme.maxSize, true",
        "acme.max-size, acme.max_size, true",
        "acme.maxSize, acme.max-size, true",
        "acme.max-size, acme.max-sizes, false",
        "acme.hosts, acme.hosts[1], true",
        "acme.*, spring.datasource.password, false",
        "acme.*, spring.main.lazy-initialization, true",
        "acme.*, asynccpu.context-keys[0], true",
        "acme.*, asynccpu.worker.environment.PASSWORD, false",
        "spring.*, spring.application.json, false",
        "!acme.db-password, acme.dbPassword, false",
        "!acme.db-password, acme.other, true",
        "!acme.*, acme.other, false",
        "!credentials.*, credentials[0].password, false",
        "!credentials.*, credentials, true",
        "!credentials.*, credentials-of-others.name, true",
        "!acme.*, acme[my.key], false",
        "!acme.my-key, acme[my-key], false",
        "!acme.my-key, acme[myKey].value, true",
        "!acme.my.key, acme[my.key], false",
        "!acme.hosts[1].*, acme.hosts[1].password, false",
        "!acme.hosts[1].*, acme.hosts[0].password, true",
        "documents.*, documents[0].name, true",
        "documents.*, documentstore[0].name, false",
        "!apiKey*, api-key.value, false",
    })
    void aNameCrossesByItsRelaxedForm(String rule, String name, boolean crosses) {
        assertThat(rules(rule).crosses(name)).isEqualTo(crosses);
        assertThat(rules(rule).arguments(List.of("--" + name + "=x", "--" + name, "other")))
                .hasSize(crosses ? 3 : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "acme.images.*, ACME_IMAGES_MAXSIZE, true",
        "acme.images.*, acme_images_maxsize, true",
        "acme.images.*, ACME_IMAGESECRET, false",
        "acme.max-size, ACME_MAXSIZE, true",
        "acme.max-size, ACME_MAX_SIZE, true",
        "acme.max-size, ACME_MAX, false",
        "acme.hosts, ACME_HOSTS_0, true",
        "acme.hosts, ACME_HOSTS_0_NAME, true",
        "acme.hosts, ACME_HOSTS_PASSWORD, false",
        "acme.*, SPRING_DATASOURCE_PASSWORD, false",
        "acme.*, SPRING_MAIN_LAZYINITIALIZATION, true",
        "acme.*, OWN, true",
        "spring.*, SPRING_APPLICATION_JSON, false",
        "!spring.datasource.password, SPRING_DATASOURCE_PASSWORD, false",
        "!spring.datasource.password, PATH, true",
        "!acme.secretKey, ACME_SECRET_KEY, false",
        "!acme.secretKey, ACME_SECRETKEY, false",
        "!acme.secret_key, ACME_SECRETKEY, false",
        "!acme.secret_key, ACME_SECRET_KEY, false",
        "!acme.secretkey, ACME_SECRET_KEY, false",
        "!acme.secret-key, acme.secret-key, false",
        "!acme.secret-key, ACME_SECRET-KEY, false",
        "!acme.secret-key, ACME__SECRET_KEY, false",
        "!acme.secret-key, ACME_SECRET_KEYS, true",
        "acme.secret*, ACME_SECRET_KEY, true",
        "acme.hosts[0].name, ACME_HOSTS_0_NAME, true",
        "acme.hosts[0].name, ACME_HOSTS_1_NAME, false",
        "!credentials.*, CREDENTIALS_0_PASSWORD, false",
        "DB_USER, DB_USER, true",
        "DB_USER, DB_PASSWORD, false",
    })
    void aVariableCrossesByTheNameOfItsProperty(String rule, String name, boolean crosses) {
        assertThat(rules(rule).variableCrosses(name)).isEqualTo(crosses);
    }

    /** Of an application with {@code setEnvironmentPrefix}, which reads variables without the prefix by placeholders only. */
    @ParameterizedTest
    @CsvSource({
        "!spring.datasource.password, MYAPP_SPRING_DATASOURCE_PASSWORD, false",
        "!spring.datasource.password, SPRING_DATASOURCE_PASSWORD, false",
        "!spring.datasource.password, MYAPP_ACME_IMAGES, true",
        "acme.images.*, MYAPP_ACME_IMAGES_MAX_SIZE, true",
        "acme.images.*, ACME_IMAGES_MAX_SIZE, true",
        "acme.images.*, MYAPP_SPRING_DATASOURCE_PASSWORD, false",
        "acme.images.*, MYAPP_SPRING_MAIN_LAZYINITIALIZATION, true",
        "spring.*, MYAPP_SPRING_APPLICATION_JSON, false",
    })
    void aVariableMayHaveThePrefixOfTheApplication(String rule, String name, boolean crosses) {
        assertThat(new PropertyRules(List.of(rule), List.of(), true, "myapp").variableCrosses(name))
                .isEqualTo(crosses);
    }

    @Test
    void anExclusionCountsMoreThanANameAndWhatTheStartNeedsMost() {
        assertThat(rules("acme.*", "!acme.secret*").crosses("acme.secret-key")).isFalse();
        assertThat(rules("acme.*", "!acme.secret*").crosses("acme.open")).isTrue();
        assertThat(rules("!*").crosses("spring.main.sources")).isTrue();
    }
}
