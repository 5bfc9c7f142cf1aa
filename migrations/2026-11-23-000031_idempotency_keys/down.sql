drop function forget_idempotency_keys;
drop table idempotency_keys;
