select
    {{ envelope() }},
    records.channel,
    records.created_at,
    people.subject_id
from {{ ref('int_dialogues') }} as records
left join {{ ref('int_people') }} as people on people.subject_id = records.subject_ids[1]
where records.reason is null
order by records.record_id
