select
    {{ envelope() }},
    records.target,
    records.task,
    records.value,
    records.labeller,
    records.score,
    case when records.target is not null then targets.record_id end as target_record_id
from {{ ref('int_labels') }} as records
left join {{ ref('int_record_keys') }} as targets on targets.written = records.target
where records.reason is null
order by records.record_id
