package io.asynccpu.crossing;

import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import io.asynccpu.internal.codec.java.JavaCodec;
import io.asynccpu.internal.protocol.Payload;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Sends values through a codec and back, in this JVM. */
final class InProcess {

    private static final ClassLoader LOADER = InProcess.class.getClassLoader();

    private final ObjectCodec codec;
    private final ObjectCodec codecWithoutModules;
    private final ClassLoader withoutModules = new WithoutModules();

    private InProcess(ObjectCodec codec, ObjectCodec codecWithoutModules) {
        this.codec = codec;
        this.codecWithoutModules = codecWithoutModules;
    }

    static InProcess jackson() {
        return new InProcess(new JacksonCodec(List.of()), new JacksonCodec(List.of()));
    }

    static InProcess java() {
        ObjectCodec codec = new JavaCodec(LOADER);
        return new InProcess(codec, codec);
    }

    Outcome send(Sample sample, Direction direction) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(sample.withModules() ? LOADER : withoutModules);
        try {
            return send(sample.withModules() ? codec : codecWithoutModules, sample, direction);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Outcome send(ObjectCodec codec, Sample sample, Direction direction) {
        Object sent = sample.make();
        Object arrived;
        try {
            Payload payload = direction.encode(codec, sample, sent);
            String changed = DeepComparison.difference(sample.make(), sent);
            if (changed != null && DeepComparison.difference(sample.make(), sample.make()) == null) {
                return Outcome.of("the sent value itself has changed at " + changed);
            }
            arrived = direction.decode(codec, sample, payload);
        } catch (RuntimeException | Error e) {
            return Outcome.of(e, sample);
        }
        String difference = DeepComparison.difference(sent, arrived);
        return Outcome.of(difference == null ? Contract.broken(sample, sent, arrived) : difference);
    }

    /** Hides Jackson's modules from a service loader. */
    private static final class WithoutModules extends ClassLoader {

        WithoutModules() {
            super(LOADER);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals("META-INF/services/tools.jackson.databind.JacksonModule")
                    ? Collections.emptyEnumeration()
                    : super.getResources(name);
        }
    }
}
