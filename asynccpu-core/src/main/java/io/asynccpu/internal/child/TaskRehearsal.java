package io.asynccpu.internal.child;

import io.asynccpu.api.TaskFunction1;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.function.FunctionCodec;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.protocol.Wire;
import java.util.Map;

/**
 * Calls a function of this library as a task would be called, so that the classes on that way are loaded before the first task.
 * Leaves the JVM-wide state as it is, because the first task may have begun meanwhile.
 */
final class TaskRehearsal {

    private static final String NAME = "rehearsal";

    private TaskRehearsal() {}

    static void run(MessageHandler handler, TaskInvoker invoker, ObjectCodec codec, long maxPayload) throws Throwable {
        TaskFunction1<Integer, Integer> same = TaskRehearsal::same;
        Payload arguments = codec.encodeArguments(
                NAME, FunctionCodec.describe(same).parameterTypes(), new Object[] {1}, maxPayload);
        Message.Call call = new Message.Call(NAME, FunctionCodec.encode(same), null);
        RunningTask task = handler.received(new Message.Run(0, 1, 0, 0, call, Map.of(), arguments));
        task.call().bind();
        Payload result = invoker.call(task.call(), task.run());
        Wire.encode(new Message.Succeeded(0, 0, 0, 0, result));
    }

    private static int same(int number) {
        return number;
    }
}
