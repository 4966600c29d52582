package io.asynccpu.sample.matches;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * How far matching goes.
 *
 * @param maxMatches how many matches are returned at most
 */
@ConfigurationProperties("sample.matches")
record MatchProperties(int maxMatches) {

    MatchProperties {
        Assert.isTrue(maxMatches > 0, "sample.matches.max-matches must be at least 1");
    }
}
