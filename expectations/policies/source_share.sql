-- id: source_share
-- severity: warn
-- title: No source alone is most of the corpus
-- why: A corpus of one voice teaches that voice, and falls with the rights of its source.
-- regulation: AI Act Art. 10(2)(f)
-- parameters: share = 0.6 (share of all records that one source may have)
select null::blob as record_id, source, printf('%.1f %% of the records', 100 * count(*) / any_value(corpus.records)) as what
from provenance, corpus
group by source
having count(*) > $share * any_value(corpus.records)
