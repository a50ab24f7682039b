-- id: missing_provenance
-- severity: block
-- title: The provenance of every record is complete
-- why: What nobody can trace nobody can defend, correct or erase.
-- regulation: AI Act Art. 10(2)(b); ISO/IEC 42001 A.7.5
select record_id, source, case
    when digest is null then 'no provenance row holds its digest'
    when not synthetic and object_id is null then 'the file it arrived in is not named'
    when not located then 'its place in that file is not named'
    when not chain_known then 'the steps it went through are not among those of the release'
end as what
from provenance
where what is not null
