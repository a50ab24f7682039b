select
    {{ envelope() }},
    records.event_type,
    records.entity,
    records.value,
    records.unit,
    records.created_at,
    people.subject_id
from {{ ref('int_events') }} as records
left join {{ ref('int_people') }} as people on people.subject_id = records.subject_ids[1]
where records.reason is null
order by records.record_id
