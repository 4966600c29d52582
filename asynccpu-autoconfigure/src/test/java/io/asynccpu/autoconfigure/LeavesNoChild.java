package io.asynccpu.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After a test class, and after its application context: no child process of this JVM is left. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("process")
@ExtendWith(LeavesNoChild.Check.class)
public @interface LeavesNoChild {

    final class Check implements AfterAllCallback {

        @Override
        public void afterAll(ExtensionContext context) throws Exception {
            List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
            for (ProcessHandle child : children) {
                try {
                    child.onExit().get(20, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    String what = "Child " + child.pid() + " is left: " + child.info();
                    child.destroyForcibly();
                    throw new AssertionError(what, e);
                }
            }
        }
    }
}
