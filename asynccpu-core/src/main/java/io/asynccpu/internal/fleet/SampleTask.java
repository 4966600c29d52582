package io.asynccpu.internal.fleet;

import io.asynccpu.api.TaskCodec;
import io.asynccpu.api.TaskFunction1;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.function.FunctionCodec;
import io.asynccpu.internal.codec.function.FunctionSignature;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import io.asynccpu.internal.codec.java.JavaCodec;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import java.util.List;
import java.util.Map;

/**
 * The task that a training worker runs. Its purpose is that the archive also contains the classes that a first task needs,
 * above all those of the codec.
 */
final class SampleTask {

    private record Sample(String name, int number, Map<String, Double> weights) {}

    private SampleTask() {}

    /** As the pool's own tasks come. */
    static Message.Run message(TaskCodec kind, long limit) {
        TaskFunction1<List<Sample>, List<Sample>> function = SampleTask::echo;
        FunctionSignature signature = FunctionCodec.describe(function);
        ObjectCodec codec =
                switch (kind) {
                    case JACKSON -> new JacksonCodec(List.of(), SampleTask.class.getClassLoader());
                    case JAVA -> new JavaCodec(SampleTask.class.getClassLoader());
                };
        Object[] arguments = {List.of(new Sample("sample", 1, Map.of("weight", 0.5)))};
        Payload coded = codec.encodeArguments(signature.name(), signature.parameterTypes(), arguments, limit);
        return new Message.Run(
                1, 1, 0, 0, new Message.Call(signature.name(), FunctionCodec.encode(function), null), Map.of(), coded);
    }

    private static List<Sample> echo(List<Sample> samples) {
        return samples;
    }
}
