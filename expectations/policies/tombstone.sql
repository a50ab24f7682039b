-- id: tombstone
-- severity: block
-- title: Nothing that was erased or objected to is in the corpus
-- why: An erasure holds for every later delivery and every later release.
-- regulation: GDPR Art. 17 and 21
select record_id, source, 'it, or a person it is about, is under a tombstone' as what
from provenance
where tombstoned
