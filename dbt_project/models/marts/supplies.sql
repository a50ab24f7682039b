select
    {{ envelope() }},
    records.supplier,
    records.supplier_code,
    records.material,
    records.origin,
    records.origin_country,
    records.order_no,
    records.quantity,
    records.unit,
    records.price,
    records.currency
from {{ ref('int_supplies') }} as records
where records.reason is null
order by records.record_id
