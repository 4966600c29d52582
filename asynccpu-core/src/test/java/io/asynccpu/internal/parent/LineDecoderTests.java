package io.asynccpu.internal.parent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineDecoderTests {

    private static final String WORDS = "Grüße, 漢字, 🚀";

    private final LineDecoder decoder = new LineDecoder(64);
    private final ByteBuffer line = ByteBuffer.allocate(64);

    private String whole(byte[] bytes, @Nullable Charset otherwise) {
        return decoder.decode(line.put(bytes), true, otherwise);
    }

    @Test
    void utf8IsUtf8WhateverElseTheChildMayWrite() {
        assertThat(whole(WORDS.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .isEqualTo(WORDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252", "IBM850"})
    void whatIsNoUtf8IsWhatTheChildSays(String name) {
        Charset charset = LineDecoder.find(name);
        assertThat(whole("Grüße".getBytes(charset), charset)).isEqualTo("Grüße");
        assertThat(whole(WORDS.getBytes(StandardCharsets.UTF_8), charset)).isEqualTo(WORDS);
    }

    @Test
    void aCharacterOfSeveralBytesMayStandOnTheBorderOfTwoPieces() {
        byte[] bytes = "漢字".getBytes(Charset.forName("Shift_JIS"));
        Charset charset = LineDecoder.find("Shift_JIS");
        assertThat(decoder.decode(line.put(bytes, 0, 3), false, charset)).isEqualTo("漢");
        assertThat(decoder.decode(line.put(bytes, 3, 1), true, charset)).isEqualTo("字");
        bytes = "🚀!".getBytes(StandardCharsets.UTF_8);
        assertThat(decoder.decode(line.put(bytes, 0, 3), false, charset)).isEmpty();
        assertThat(decoder.decode(line.put(bytes, 3, 2), true, charset)).isEqualTo("🚀!");
        assertThat(line.position()).isZero();
    }

    @Test
    void bytesThatAreNothingLeaveTheOthersReadable() {
        byte[] bytes = {'a', (byte) 0xff, 'b', (byte) 0xe6, (byte) 0xbc};
        assertThat(whole(bytes, null)).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(whole(bytes, Charset.forName("Shift_JIS"))).startsWith("a").contains("b");
        assertThat(whole("next".getBytes(StandardCharsets.UTF_8), null)).isEqualTo("next");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"UTF-8", "ANSI_X3.4-1968", "", "no such", "no-such", "ISO-2022-CN-unknown"})
    void aNameThatSaysNothingIsNone(@Nullable String name) {
        assertThat(LineDecoder.find(name)).isNull();
    }
}
