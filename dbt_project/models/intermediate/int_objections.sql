{# Every person whose records stay in the vault because they asked for it, once; an objection says more than a restriction. #}
select
    subject_id,
    min(kind) as kind
from {{ ref('stg_objections') }}
group by subject_id
order by subject_id
