-- id: consent
-- severity: block
-- title: Everybody a record is about consents to what the corpus is for
-- why: Where consent is the legal basis, a consent that is absent, over, refused or withdrawn leaves none.
-- regulation: GDPR Art. 6(1)(a) and 7(3)
select record_id, source, 'consent to ' || purpose || ' is ' || state as what
from provenance join consents using (record_id)
where legal_basis = 'consent' and state <> 'granted'
union all
select record_id, source, 'nobody is named who could have consented'
from provenance
where legal_basis = 'consent' and coalesce(persons, 0) = 0
