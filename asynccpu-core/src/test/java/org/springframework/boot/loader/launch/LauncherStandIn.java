package org.springframework.boot.loader.launch;

import java.net.URL;
import java.net.URLClassLoader;

/** Has the name by which the launchers' class loader is known; the real one is used by the packaging tests. */
public final class LauncherStandIn extends URLClassLoader {

    public LauncherStandIn(URL... urls) {
        super(urls, null);
    }
}
