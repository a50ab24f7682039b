select
    {{ envelope() }},
    records.concept_id,
    records.label,
    records.alt_labels,
    records.broader,
    records.scheme
from {{ ref('int_concepts') }} as records
where records.reason is null
order by records.record_id
