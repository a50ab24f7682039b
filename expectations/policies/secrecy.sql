-- id: secrecy
-- severity: block
-- title: No record is more secret than a corpus may be
-- why: A model repeats what it has read: secrets of the house are not given to it.
-- regulation: Trade Secrets Directive (EU) 2016/943 Art. 2
-- parameters: allowed = ["public", "internal", "confidential"] (the classes that may enter a corpus)
select record_id, source, 'its secrecy is ' || coalesce(secrecy, 'not stated') as what
from provenance
where not coalesce(list_contains($allowed, secrecy), false)
