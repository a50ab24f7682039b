-- id: embargo
-- severity: block
-- title: No record is under embargo
-- why: What the house has not shown yet must not be learned by a model that others may ask.
-- regulation: contracts of the house; Trade Secrets Directive (EU) 2016/943 Art. 2
select record_id, source, 'under embargo until ' || strftime(embargo, '%Y-%m-%d') as what
from provenance, corpus
where embargo > as_of
