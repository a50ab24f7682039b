select
    {{ staged_envelope() }},
    tidy(concept_id) as concept_id,
    tidy(label) as label,
    coalesce(alt_labels, []) as alt_labels,
    tidy(broader) as broader,
    tidy(scheme) as scheme
from {{ landed('concept', {
    'concept_id': 'varchar',
    'label': 'varchar',
    'alt_labels': 'varchar[]',
    'broader': 'varchar',
    'scheme': 'varchar'
}) }}
