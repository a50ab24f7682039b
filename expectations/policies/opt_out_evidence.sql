-- id: opt_out_evidence
-- severity: block
-- title: Evidence about text-and-data-mining opt-outs is fresh
-- why: A rightholder may reserve mining at any time; evidence is worth what the day it was taken is worth. What a contract grants does not age.
-- regulation: DSM Directive Art. 4(3); AI Act Art. 53(1)(c)
-- parameters: days = 365 (how old the evidence may be)
select null::blob as record_id, source, case
    when tdm_checked is null then 'nobody says when it was checked'
    when tdm_checked > as_of then 'it was checked on a day that is still to come'
    else 'it was checked on ' || strftime(tdm_checked, '%Y-%m-%d') end as what
from (select distinct source, tdm_stated, tdm_protocol, tdm_checked from provenance), corpus
where tdm_stated and coalesce(tdm_protocol, '') <> 'contract' and (tdm_checked is null or tdm_checked > as_of or as_of - tdm_checked > $days)
