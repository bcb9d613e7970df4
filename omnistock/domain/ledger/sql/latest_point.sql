-- When something last happened at these balances after the moment of a live posting: by a clock that goes ahead of ours.
SELECT max(m.effective_at)
FROM wanted w
JOIN balance b ON b.organization_id = %(organization)s AND b.id = w.id
JOIN movement m ON m.organization_id = b.organization_id AND m.layer_id = b.layer_id AND m.effective_at > %(effective_at)s
    AND b.location_id IN (m.from_location_id, m.to_location_id)
