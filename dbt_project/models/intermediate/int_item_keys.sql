select item_key, min(record_id) as record_id
from {{ ref('int_items') }}
where reason is null and item_key is not null
group by item_key
order by item_key
