-- id: article_9
-- severity: block
-- title: Sources of special categories state their Article 9 condition
-- why: Data about health, belief, origin or the body needs a condition of its own beside the legal basis.
-- regulation: GDPR Art. 9(2)
-- parameters: sources = ["*wearable*", "*health*", "*medical*", "*biometric*"] (patterns of the names of sources that hold such data)
select record_id, source, 'its source states no Article 9 condition' as what
from provenance
where len(list_filter($sources, lambda pattern: source glob pattern)) > 0 and coalesce(trim(article9), '') = ''
