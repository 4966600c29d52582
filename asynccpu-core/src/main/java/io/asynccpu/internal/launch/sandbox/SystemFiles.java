package io.asynccpu.internal.launch.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/** The files of the system that each child sees: libraries, fonts, time zones, certificates and locales, but no programs. */
final class SystemFiles {

    /** On many systems links into {@code /usr}. */
    private static final List<String> LIBRARIES = List.of("/lib", "/lib32", "/lib64", "/libx32");

    private static final List<String> SHOWN = List.of(
            "/usr/lib",
            "/usr/lib32",
            "/usr/lib64",
            "/usr/libx32",
            "/usr/local/lib",
            "/usr/share",
            "/usr/local/share/ca-certificates",
            "/usr/local/share/fonts",
            "/var/cache/fontconfig",
            "/etc/ca-certificates",
            "/etc/ca-certificates.conf",
            "/etc/crypto-policies",
            "/etc/fonts",
            "/etc/ld.so.cache",
            "/etc/locale.alias",
            "/etc/locale.conf",
            "/etc/localtime",
            "/etc/mime.types",
            "/etc/nsswitch.conf",
            "/etc/pki/ca-trust/extracted",
            "/etc/pki/java",
            "/etc/pki/tls/certs",
            "/etc/ssl/certs",
            "/etc/ssl/openssl.cnf",
            "/etc/timezone");

    private static final List<String> NETWORK = List.of(
            "/etc/gai.conf", "/etc/host.conf", "/etc/hosts", "/etc/protocols", "/etc/resolv.conf", "/etc/services");

    /** Where Debian's and other JDKs have the files that administrators change, such as {@code /etc/java-17-openjdk}. */
    private static final String JDK_SETTINGS = "java-[0-9]*";

    private SystemFiles() {}

    static void show(Mounts mounts, boolean network) throws IOException {
        for (String library : LIBRARIES) {
            mounts.readOrLink(Path.of(library));
        }
        for (String path : SHOWN) {
            mounts.read(Path.of(path));
        }
        if (network) {
            for (String path : NETWORK) {
                mounts.read(Path.of(path));
            }
        }
        try (DirectoryStream<Path> settings = Files.newDirectoryStream(Path.of("/etc"), JDK_SETTINGS)) {
            for (Path path : settings) {
                mounts.read(path);
            }
        } catch (NoSuchFileException | NotDirectoryException noSuchPlace) {
            // Nothing to show.
        }
    }
}
