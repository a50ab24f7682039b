select
    {{ envelope() }},
    records.inspected,
    records.inspector,
    records.result,
    records.defect,
    records.severity
from {{ ref('int_inspections') }} as records
where records.reason is null
order by records.record_id
