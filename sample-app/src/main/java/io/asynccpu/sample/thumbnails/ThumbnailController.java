package io.asynccpu.sample.thumbnails;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Takes an image as the request body, of whatever content type; the future frees the request thread meanwhile. */
@RestController
class ThumbnailController {

    private final ThumbnailService thumbnails;
    private final int maxUpload;

    ThumbnailController(ThumbnailService thumbnails, ThumbnailProperties properties) {
        this.thumbnails = thumbnails;
        this.maxUpload = Math.toIntExact(properties.maxUpload().toBytes());
    }

    @PostMapping(path = "/thumbnails", produces = MediaType.IMAGE_PNG_VALUE)
    CompletableFuture<byte[]> create(InputStream body) throws IOException {
        byte[] image = body.readNBytes(maxUpload);
        if (body.read() >= 0) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE, "An image may have at most " + maxUpload + " bytes.");
        }
        return thumbnails.create(image);
    }
}
