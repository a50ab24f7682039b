-- id: purpose
-- severity: block
-- title: Every record may be used for what the corpus is for
-- why: What was collected for one purpose is not used for another; a contract that was narrowed since counts as it stands today.
-- regulation: GDPR Art. 5(1)(b)
select provenance.record_id, provenance.source,
    'not covered: ' || array_to_string(list_filter(corpus.purposes, lambda purpose:
        not coalesce(list_contains(provenance.purposes, purpose) and list_contains(provenance.source_purposes, purpose), false)), ', ') as what
from provenance, corpus
where what <> 'not covered: '
