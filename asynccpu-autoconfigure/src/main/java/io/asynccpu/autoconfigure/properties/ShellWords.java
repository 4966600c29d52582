package io.asynccpu.autoconfigure.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parser of a text into words as a POSIX shell sees them: quotes and backslashes have their meaning there, no other character
 * is special.
 */
final class ShellWords {

    /** Characters that a backslash escapes within double quotes; before others it is an ordinary character there. */
    private static final String ESCAPED_IN_QUOTES = "$`\"\\\n";

    private final String text;
    private final List<String> words = new ArrayList<>();

    /** Null between two words, in contrast to an empty word. */
    private @Nullable StringBuilder word;

    private int at;

    ShellWords(String text) {
        this.text = text;
    }

    /**
     * @throws IllegalArgumentException if the text ends within quotes or with a backslash
     */
    List<String> all() {
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == '\'' || next == '"') {
                quoted(next);
            } else if (next == '\\') {
                escaped();
            } else if (Character.isWhitespace(next)) {
                endWord();
            } else {
                word().append(next);
            }
        }
        endWord();
        return words;
    }

    private void quoted(char quote) {
        int opened = at;
        word();
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == quote) {
                return;
            }
            if (next == '\\' && quote == '"' && at < text.length()) {
                escapedInQuotes();
            } else {
                word().append(next);
            }
        }
        throw unfinished("the quote " + quote + " at character " + opened + " is not closed");
    }

    private void escaped() {
        if (at == text.length()) {
            throw unfinished("the backslash at its end has no character to escape");
        }
        char next = text.charAt(at++);
        if (next != '\n') {
            word().append(next);
        }
    }

    private void escapedInQuotes() {
        if (ESCAPED_IN_QUOTES.indexOf(text.charAt(at)) >= 0) {
            escaped();
        } else {
            word().append('\\');
        }
    }

    private StringBuilder word() {
        if (word == null) {
            word = new StringBuilder();
        }
        return word;
    }

    private void endWord() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }

    private IllegalArgumentException unfinished(String what) {
        endWord();
        return new IllegalArgumentException(what + (words.isEmpty() ? "" : "; up to there it is " + oneByOne(words)));
    }

    /** Arguments in brackets, as they may contain quotes and spaces. */
    static String oneByOne(List<String> arguments) {
        return arguments.stream().map(argument -> "[" + argument + "]").collect(Collectors.joining(" "));
    }
}
