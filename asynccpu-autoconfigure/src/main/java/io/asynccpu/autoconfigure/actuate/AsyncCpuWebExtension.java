package io.asynccpu.autoconfigure.actuate;

import java.util.Objects;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeType;
import org.springframework.util.function.SingletonSupplier;

/** Extension that answers a request for HTML, as by a browser, with a page. All others get JSON; there is no page over JMX. */
@EndpointWebExtension(endpoint = AsyncCpuEndpoint.class)
public class AsyncCpuWebExtension {

    private static final String HTML = "text/html";
    private static final MimeType HTML_IN_UTF_8 = MimeType.valueOf("text/html;charset=UTF-8");

    // Made for the first browser, as most applications never see one.
    private final SingletonSupplier<LivePage> page;

    /**
     * @param access of the endpoint, which the page follows
     */
    public AsyncCpuWebExtension(EndpointAccessResolver access) {
        Endpoint endpoint = Objects.requireNonNull(AsyncCpuEndpoint.class.getAnnotation(Endpoint.class));
        Access effective = access.accessFor(EndpointId.of(endpoint.id()), endpoint.defaultAccess());
        this.page = SingletonSupplier.of(() -> new LivePage(effective == Access.UNRESTRICTED));
    }

    @ReadOperation(produces = HTML)
    public WebEndpointResponse<String> page() {
        return new WebEndpointResponse<>(page.obtain().html(), WebEndpointResponse.STATUS_OK, HTML_IN_UTF_8);
    }
}
