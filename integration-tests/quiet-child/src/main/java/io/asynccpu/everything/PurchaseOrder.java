package io.asynccpu.everything;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** Its table is made at the start and dropped at the end. */
@Entity
public class PurchaseOrder {

    @Id
    @GeneratedValue
    private @Nullable Long id;

    private String customer;

    protected PurchaseOrder() {
        this("");
    }

    PurchaseOrder(String customer) {
        this.customer = customer;
    }

    String customer() {
        return customer;
    }
}
