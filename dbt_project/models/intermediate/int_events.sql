{{ decided('stg_events', ['event_type', 'entity', 'value', 'unit', 'created_at']) }}
