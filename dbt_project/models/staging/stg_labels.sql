select
    {{ staged_envelope() }},
    tidy(target) as target,
    lookup_key(task) as task,
    tidy(value) as value,
    tidy(labeller) as labeller,
    score
from {{ landed('label', {
    'target': 'varchar',
    'task': 'varchar',
    'value': 'varchar',
    'labeller': 'varchar',
    'score': 'double'
}) }}
