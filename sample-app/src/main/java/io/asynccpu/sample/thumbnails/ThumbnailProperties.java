package io.asynccpu.sample.thumbnails;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * What thumbnails are like.
 *
 * @param maxEdge longest edge of a thumbnail in pixels
 * @param maxUpload largest image file that is taken
 */
@ConfigurationProperties("sample.thumbnails")
record ThumbnailProperties(int maxEdge, DataSize maxUpload) {

    ThumbnailProperties {
        Assert.isTrue(maxEdge > 0, "sample.thumbnails.max-edge must be at least 1");
    }
}
