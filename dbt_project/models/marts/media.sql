select
    {{ envelope() }},
    records.media_type,
    records.width,
    records.height,
    records.bytes,
    records.caption,
    records.people_in_picture
from {{ ref('int_media') }} as records
where records.reason is null
order by records.record_id
