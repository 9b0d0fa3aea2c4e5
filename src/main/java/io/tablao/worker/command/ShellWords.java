// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.util.ArrayList;
import java.util.List;

/** Splits a text into words by the quoting rules of a POSIX shell; expands nothing. */
final class ShellWords {

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when a quote is not closed or the text ends in a backslash */
    static List<String> split(String text) {
        return new ShellWords(text).split();
    }

    private List<String> split() {
        while (at < text.length()) {
            char next = text.charAt(at++);
            switch (next) {
                case ' ', '\t', '\n', '\r' -> endWord();
                case '\'' -> singleQuoted();
                case '"' -> doubleQuoted();
                case '\\' -> append(escaped());
                default -> append(next);
            }
        }
        endWord();
        return List.copyOf(words);
    }

    private void singleQuoted() {
        int end = text.indexOf('\'', at);
        if (end < 0) {
            throw new IllegalArgumentException("a single quote is not closed");
        }
        word.append(text, at, end);
        // Even '' makes a word.
        inWord = true;
        at = end + 1;
    }

    private void doubleQuoted() {
        inWord = true;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == '"') {
                return;
            }
            if (next == '\\' && at < text.length() && "\"\\$`".indexOf(text.charAt(at)) >= 0) {
                next = text.charAt(at++);
            }
            word.append(next);
        }
        throw new IllegalArgumentException("a double quote is not closed");
    }

    private char escaped() {
        if (at == text.length()) {
            throw new IllegalArgumentException("a backslash stands at the end");
        }
        return text.charAt(at++);
    }

    private void append(char character) {
        word.append(character);
        inWord = true;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
