-- id: residual
-- severity: block
-- title: What may remain of personal data is known and within its limit
-- why: No detection finds everything; how much it misses is measured, and the house says how much is too much.
-- regulation: GDPR Art. 5(1)(f) and 25
select null::blob as record_id, source,
    case when per_1000_records is null then type || ': nobody knows how much may remain'
    else printf('%s: up to %.1f values may remain in 1,000 records, the limit is %.1f', type, per_1000_records, most) end as what
from remains
where per_1000_records is null or per_1000_records > most
