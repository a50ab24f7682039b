select
    {{ staged_envelope() }},
    lookup_key(channel) as channel,
    written_moment(created) as created_at
from {{ landed('dialogue', {
    'channel': 'varchar'
}) }}
