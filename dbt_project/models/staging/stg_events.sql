select
    {{ staged_envelope() }},
    lookup_key(event_type) as event_type,
    tidy(entity) as entity,
    value,
    tidy(unit) as unit,
    written_moment(created) as created_at
from {{ landed('event', {
    'event_type': 'varchar',
    'entity': 'varchar',
    'value': 'double',
    'unit': 'varchar'
}) }}
