-- id: territory_stated
-- severity: warn
-- title: Every source states where it may be used
-- why: A contract that is silent about borders is read as having none; somebody should have looked.
-- regulation: licences of the sources; GDPR Chapter V
select distinct null::blob as record_id, source, 'its contract states no territory' as what
from provenance
where coalesce(len(territory), 0) = 0
