package io.asynccpu.internal.parent;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.internal.launch.LaunchSettings;
import io.asynccpu.support.PlainSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of JVMs and JDKs that a test cannot make them say. */
class DiagnosisTests {

    private static final LaunchSettings LAUNCH =
            new PlainSettings().javaHome(Path.of("jdk")).maxHeap(32 << 20).launch();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Java heap space | HEAP_EXHAUSTED | raise worker.max-heap",
                "Java heap space: failed reallocation of scalar replaced objects | HEAP_EXHAUSTED | raise worker.max-heap",
                "GC overhead limit exceeded | HEAP_EXHAUSTED | raise worker.max-heap",
                "Requested array size exceeds VM limit | ARRAY_TOO_LARGE | no heap is large enough",
                "Required length exceeds implementation limit | ARRAY_TOO_LARGE | no heap is large enough",
                "Required array size too large | ARRAY_TOO_LARGE | no heap is large enough",
                "Overflow: String length out of range | ARRAY_TOO_LARGE | no heap is large enough",
                "UTF16 String size is 1073741824, should be less than 1073741823 | ARRAY_TOO_LARGE | no heap is large enough",
                "Metaspace | METASPACE_EXHAUSTED | -XX:MaxMetaspaceSize",
                "Compressed class space | METASPACE_EXHAUSTED | -XX:CompressedClassSpaceSize",
                "Direct buffer memory | DIRECT_MEMORY_EXHAUSTED | -XX:MaxDirectMemorySize",
                "Cannot reserve 10 bytes of direct buffer memory (allocated: 9, limit: 10) | DIRECT_MEMORY_EXHAUSTED |"
                        + " -XX:MaxDirectMemorySize",
                "unable to create native thread: possibly out of memory or process/resource limits reached | THREADS_EXHAUSTED |"
                        + " pids.max",
                "Unable to allocate 1024 bytes | NATIVE_MEMORY_EXHAUSTED | memory-budget",
                "requested 32756 bytes for ChunkPool::allocate. Out of swap space? | NATIVE_MEMORY_EXHAUSTED | memory-budget",
                "Map failed | NATIVE_MEMORY_EXHAUSTED | vm.max_map_count",
                "malloc of a picture failed | OUT_OF_MEMORY_THROWN | its last output shows where"
            })
    void eachOutOfMemoryErrorHasItsRemedy(String said, Cause cause, String remedy) {
        Diagnosis diagnosis = OutOfMemoryKind.diagnosis(said, LAUNCH, 0);
        assertThat(diagnosis.cause()).isEqualTo(cause);
        assertThat(diagnosis.what()).contains(said);
        assertThat(diagnosis.remedy()).contains(remedy);
        if (cause != Cause.HEAP_EXHAUSTED) {
            assertThat(diagnosis.remedy()).doesNotContain("raise worker.max-heap");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "# Cannot create worker GC thread. Out of system resources. | THREADS",
                "[0.012s][error  ][gc,task  ] Failed to create worker thread | THREADS",
                "Exception in thread \"main\" java.lang.OutOfMemoryError: unable to create native thread | THREADS",
                "Could not reserve enough space for 3145728KB object heap | MEMORY",
                "java.lang.UnsupportedClassVersionError: io/asynccpu/internal/child/WorkerMain has been compiled by a more recent version"
                        + " | OLD_JAVA",
                "Caused by: java.lang.ClassNotFoundException: io.asynccpu.internal.child.WorkerMain | CLASS_PATH",
                "java: error while loading shared libraries: libjli.so: cannot open shared object file | JAVA",
                "Error: could not find libjava.so | JAVA",
                "Unrecognized VM option 'NoSuch' | ARGUMENTS",
                "Error: Could not find or load main class -ea | ARGUMENTS",
                "Error: could not open `/no/file' | ARGUMENTS"
            })
    void whatAJvmSaysWhenItCannotStartIsKnown(String said, StartFault fault) {
        assertThat(StartFault.find(
                        List.of("something else", said, "Error: Could not create the Java Virtual Machine.")))
                .contains(fault);
    }
}
