-- id: unknown_rights
-- severity: block
-- title: The rights of every record are known
-- why: A record whose licence, legal basis or purposes nobody stated may be used for nothing.
-- regulation: GDPR Art. 5(1)(a) and 6; DSM Directive Art. 4
select record_id, source, case
    when contract_state is null then 'its source has no contract'
    when contract_state <> 'ready' then 'its source is ' || contract_state
    when coalesce(licence, '') = '' then 'its licence is not stated'
    when coalesce(legal_basis, '') = '' then 'its legal basis is not stated'
    when coalesce(len(purposes), 0) = 0 then 'its purposes are not stated'
end as what
from provenance
where what is not null
