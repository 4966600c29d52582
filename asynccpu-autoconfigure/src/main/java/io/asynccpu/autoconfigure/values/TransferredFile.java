package io.asynccpu.autoconfigure.values;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/** Uploaded file on the other side: its bytes and names. Equal to any other with the same bytes and names. */
record TransferredFile(
        String name,
        @Nullable String originalFilename,
        @Nullable String contentType,
        byte[] bytes) implements MultipartFile {

    static TransferredFile of(MultipartFile file) throws IOException {
        return file instanceof TransferredFile crossed
                ? crossed
                : new TransferredFile(
                        file.getName(), file.getOriginalFilename(), file.getContentType(), file.getBytes());
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public @Nullable String getOriginalFilename() {
        return originalFilename;
    }

    @Override
    public @Nullable String getContentType() {
        return contentType;
    }

    @Override
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    @Override
    public long getSize() {
        return bytes.length;
    }

    @Override
    public byte[] getBytes() {
        return bytes;
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public void transferTo(File target) throws IOException {
        transferTo(target.toPath());
    }

    @Override
    public void transferTo(Path target) throws IOException {
        Files.write(target, bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof MultipartFile file)) {
            return false;
        }
        try {
            return name.equals(file.getName())
                    && Objects.equals(originalFilename, file.getOriginalFilename())
                    && Objects.equals(contentType, file.getContentType())
                    && Arrays.equals(bytes, file.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + name + " cannot be read", e);
        }
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, originalFilename, contentType, Arrays.hashCode(bytes));
    }

    @Override
    public String toString() {
        return "MultipartFile[name=" + name + ", originalFilename=" + originalFilename + ", contentType=" + contentType
                + ", size=" + bytes.length + "]";
    }
}
