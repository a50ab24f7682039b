select
    {{ envelope() }},
    records.title,
    records.author,
    records.category
from {{ ref('int_documents') }} as records
where records.reason is null
order by records.record_id
