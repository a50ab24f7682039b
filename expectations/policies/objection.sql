-- id: objection
-- severity: block
-- title: Nobody a record is about has objected or had their data restricted
-- why: Under a legitimate interest or a public task people may object, and an objection is heeded.
--     Who asked the house itself not to be trained on, or to have their data left alone, is heeded under every legal basis.
-- regulation: GDPR Art. 18 and 21
select record_id, source, 'a person objected to ' || purpose as what
from provenance join consents using (record_id)
where legal_basis in ('legitimate-interest', 'public-task') and state = 'objected'
union all
select distinct record_id, source, case when demand = 'objection' then 'a person objected to every use' else 'a person had their data restricted' end
from provenance join consents using (record_id)
where demand is not null
