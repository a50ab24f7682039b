-- id: synthetic_share
-- severity: block
-- title: Made records are a limited part of the corpus
-- why: A model that learns mostly from what models or generators wrote loses the rare and repeats the common.
-- regulation: AI Act Art. 10(2)(f) and 53(1)(d)
-- parameters: share = 0.5 (share of all records that may be synthetic)
select null::blob as record_id, null::varchar as source, printf('%.1f %% of the records are synthetic', 100 * count(*) / any_value(corpus.records)) as what
from provenance, corpus
where synthetic
having count(*) > $share * any_value(corpus.records)
