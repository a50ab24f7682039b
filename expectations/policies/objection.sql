-- id: objection
-- severity: block
-- title: Nobody a record is about has objected
-- why: Under a legitimate interest or a public task people may object, and an objection is heeded.
-- regulation: GDPR Art. 21
select record_id, source, 'a person objected to ' || purpose as what
from provenance join consents using (record_id)
where legal_basis in ('legitimate-interest', 'public-task') and state = 'objected'
