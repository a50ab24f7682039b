select
    {{ envelope() }},
    records.transaction_no,
    records.item_code,
    records.description,
    records.quantity,
    records.price,
    records.currency,
    records.store,
    records.country,
    case when records.item_key is not null then items.record_id end as item_record_id,
    people.subject_id
from {{ ref('int_transactions') }} as records
left join {{ ref('int_item_keys') }} as items on items.item_key = records.item_key
left join {{ ref('int_people') }} as people on people.subject_id = records.subject_ids[1]
where records.reason is null
order by records.record_id
