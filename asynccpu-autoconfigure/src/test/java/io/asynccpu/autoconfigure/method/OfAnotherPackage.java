package io.asynccpu.autoconfigure.method;

import io.asynccpu.api.ProcessAsync;
import java.util.concurrent.CompletableFuture;

/** A class whose package-private method a proxy in another package cannot override. */
public class OfAnotherPackage {

    @ProcessAsync
    CompletableFuture<String> hidden() {
        return CompletableFuture.completedFuture("");
    }
}
