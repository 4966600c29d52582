package io.asynccpu.pool;

import io.asynccpu.protocol.Message;
import java.lang.reflect.Type;

/**
 * What tasks call.
 *
 * @param id unique in the pool, for a call that many tasks make; 0 for one that only one task makes
 */
public record CallSpec(int id, Message.Call call, Type resultType) {

    String name() {
        return call.name();
    }
}
