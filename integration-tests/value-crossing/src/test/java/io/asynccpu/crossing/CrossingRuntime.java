package io.asynccpu.crossing;

import io.asynccpu.spi.BoundCall;
import io.asynccpu.spi.TaskCall;
import io.asynccpu.spi.WorkerRuntime;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/** In the child: compares an argument with its own copy of it, or gives back its own copy. */
public final class CrossingRuntime implements WorkerRuntime {

    @Override
    public void start(Map<String, String> settings) {
        // The corpus is made when the first sample is asked for.
    }

    @Override
    public BoundCall bind(String target) {
        int space = target.indexOf(' ');
        return new Call(Direction.valueOf(target.substring(0, space)), Corpus.named(target.substring(space + 1)));
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    private record Call(Direction direction, Sample sample) implements BoundCall {

        @Override
        public List<Type> parameterTypes() {
            return call().parameterTypes();
        }

        @Override
        public Type resultType() {
            return call().resultType();
        }

        @Override
        public Object invoke(Object[] arguments) {
            return direction == Direction.RESULT
                    ? sample.make()
                    : DeepComparison.difference(sample.make(), arguments[0]);
        }

        private TaskCall call() {
            return direction.call(sample);
        }
    }
}
