package io.asynccpu.everything;

import io.asynccpu.api.ProcessAsync;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Uses the database. */
@Service
class Shop {

    private final PurchaseOrders orders;

    Shop(PurchaseOrders orders) {
        this.orders = orders;
    }

    /** Adds an order and returns the customers of all. */
    @ProcessAsync
    @Transactional
    public CompletableFuture<List<String>> order(String customer) {
        orders.save(new PurchaseOrder(customer));
        return CompletableFuture.completedFuture(customers());
    }

    List<String> customers() {
        return orders.findAll().stream().map(PurchaseOrder::customer).sorted().toList();
    }
}
