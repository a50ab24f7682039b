select
    subject_ids[1] as subject_id,
    kind
from {{ source('landing', 'objections') }}
