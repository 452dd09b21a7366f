DROP TABLE carts;

CREATE FUNCTION order_total(customer bigint) RETURNS bigint LANGUAGE sql AS
$$ SELECT coalesce(sum(total_cents), 0) FROM orders WHERE customer_id = customer $$;
