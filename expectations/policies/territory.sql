-- id: territory
-- severity: block
-- title: Every record may be used where the corpus is used
-- why: A licence, or the law it rests on, can end at a border.
-- regulation: licences of the sources; GDPR Chapter V
-- parameters: where = "world" (where the corpus is used: world, or the code of one country)
select record_id, source, 'may be used in ' || array_to_string(territory, ', ') || ' only' as what
from provenance
where len(territory) > 0 and not list_has_any(territory, ['world', $where])
