-- id: notice_version
-- severity: block
-- title: Every consent names the notice it was given to
-- why: A consent is informed; without the version of the notice nobody can show what the person had read.
-- regulation: GDPR Art. 7(1) and 13
select record_id, source, 'the consent to ' || purpose || ' names no version of the notice' as what
from provenance join consents using (record_id)
where legal_basis = 'consent' and state = 'granted' and notice_version is null
