package io.asynccpu.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropagationRulesTests {

    /** Spring reads all these forms as one name, so a rule for one of them must not leave out the others. */
    @ParameterizedTest
    @CsvSource({
        "!acme.db-password, acme.dbPassword, false",
        "!acme.db-password, acme.db_password, false",
        "!acme.dbPassword, acme.db-password, false",
        "!acme.hosts, acme.hosts[0], false",
        "!acme.db-*, acme.dbPassword, false",
        "!acme.db-password, acme.db, true",
        "acme.max-size, acme.maxSize, true",
        "acme.images.*, acme.imagesecret, false",
        "!acme.*, acme[my.key], false",
        "!acme.hosts.*, acme.hosts[0].password, false",
        "acme.hosts.*, acme.hosts[0].name, true",
        "!apiKey*, api-key.value, false",
        "!apiKey*, apiKey.value, false",
        "!PID, PID, false",
        "!PID, pid, true",
        "*, java.home, false",
    })
    void namesAreRelaxed(String rule, String name, boolean crosses) {
        PropagationRules rules = new PropagationRules(List.of(rule), List.of(), Map.of(), List.of());
        assertThat(rules.includesProperty(name)).isEqualTo(crosses);
    }
}
