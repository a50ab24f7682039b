select
    {{ envelope() }},
    records.code,
    records.item_key,
    records.name,
    records.brand,
    records.category,
    records.material,
    records.colour,
    records.price,
    records.currency
from {{ ref('int_items') }} as records
where records.reason is null
order by records.record_id
