-- The bare transaction that everything is measured against: set the tenant, write a movement, change a balance.
-- Never change it: its number stands beside every other one.
\set n random(1, 100)
BEGIN;
SET LOCAL app.organization_id = :organization;
INSERT INTO movement (organization_id, id, product_id, layer_id, from_location_id, to_location_id, quantity, value, reason,
    document_kind, document_id, effective_at, recorded_at, actor_name)
VALUES (:organization, gen_random_uuid(), (:products::uuid[])[:n], (:layers::uuid[])[:n], :place, :loss, 1, 0, 'lost',
    'reference', gen_random_uuid(), now(), now(), 'reference');
UPDATE balance SET on_hand = on_hand - 1
WHERE organization_id = :organization AND location_id = :place AND layer_id = (:layers::uuid[])[:n];
COMMIT;
