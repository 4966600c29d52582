package io.asynccpu.sample.thumbnails;

import io.asynccpu.api.ProcessAsync;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Service;

/**
 * The wall. Whoever calls {@link #create} is in the web application; its body runs in a child JVM, on the child's own
 * instance of this bean with the child's own {@link Thumbnailer}.
 */
@Service
class ThumbnailService {

    private final Thumbnailer thumbnailer;

    ThumbnailService(Thumbnailer thumbnailer) {
        this.thumbnailer = thumbnailer;
    }

    @ProcessAsync(pool = "thumbnails", timeout = "${sample.thumbnails.timeout}")
    public CompletableFuture<byte[]> create(byte[] image) {
        return CompletableFuture.completedFuture(thumbnailer.thumbnail(image));
    }
}
