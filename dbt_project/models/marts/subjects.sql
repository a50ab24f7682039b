{# Nobody is left out here: detection must know every name of the register. What may not be used has no purposes. #}
select
    records.record_id,
    records.source,
    records.kind,
    records.subject_ids,
    records."group",
    records.language,
    records.created_on,
    records.created_precision,
    records.licence,
    records.legal_basis,
    records.secrecy,
    records.exclusivity,
    case when records.reason is null then records.purposes else [] end as purposes,
    case
        when records.reason is null then records.withheld
        else list_sort(list_append(records.withheld, 'all: ' || records.reason))
    end as withheld,
    records.subject_id,
    records.subject_key,
    records.name,
    records.given_name,
    records.family_name,
    records.email,
    records.phone,
    records.address,
    records.city,
    records.country,
    records.birth_date,
    records.gender,
    records.segment
from {{ ref('int_subjects') }} as records
order by records.record_id
