package io.asynccpu.sample.matches;

import io.asynccpu.sample.UnusableInputException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.stereotype.Component;

/** Finds the matches of a pattern in a text, however long that takes. */
@Component
class MatchFinder {

    private final int maxMatches;

    MatchFinder(MatchProperties properties) {
        this.maxMatches = properties.maxMatches();
    }

    /** @throws UnusableInputException if the pattern is none, or recurses too deep on this text */
    List<String> matches(String pattern, String text) {
        try {
            return Pattern.compile(pattern)
                    .matcher(text)
                    .results()
                    .limit(maxMatches)
                    .map(MatchResult::group)
                    .toList();
        } catch (PatternSyntaxException e) {
            throw new UnusableInputException("The pattern is wrong: " + e.getMessage(), e);
        } catch (StackOverflowError e) { // such as (a|b)* on a long text
            throw new UnusableInputException("The pattern recurses too deep on this text.", e);
        }
    }
}
