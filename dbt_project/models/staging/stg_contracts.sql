select
    name as source,
    state,
    tidy(embargo) as embargo,
    tidy(retention) as retention
from {{ source('landing', 'contracts') }}
