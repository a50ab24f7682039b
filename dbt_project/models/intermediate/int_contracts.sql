select
    source,
    state,
    written_date(embargo) as embargo_until,
    embargo is not null and written_date(embargo) is null as embargo_unreadable,
    retention,
    written_months(retention) as retention_months,
    written_days(retention) as retention_days
from {{ ref('stg_contracts') }}
