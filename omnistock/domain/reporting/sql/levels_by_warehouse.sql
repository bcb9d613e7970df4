SELECT level.warehouse_id, sum(level.on_hand), sum(level.value) FROM level GROUP BY 1
