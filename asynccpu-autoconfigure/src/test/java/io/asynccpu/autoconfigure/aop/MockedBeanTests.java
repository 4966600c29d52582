package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

import io.asynccpu.api.ProcessAsync;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** The mock of a bean with annotated methods answers in the test's own JVM. */
@SpringBootTest
class MockedBeanTests {

    static class Service {
        @ProcessAsync
        public CompletableFuture<String> name() {
            return CompletableFuture.completedFuture("real");
        }
    }

    record Client(Service service) {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Service.class, Client.class})
    static class Application {}

    @MockitoBean
    private Service service;

    @Autowired
    private Client client;

    @Test
    void aMockIsCalledInPlace() {
        given(service.name()).willReturn(CompletableFuture.completedFuture("mock"));
        assertThat(client.service().name()).isCompletedWithValue("mock");
    }
}
