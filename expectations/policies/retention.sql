-- id: retention
-- severity: block
-- title: No record is kept longer than its source allows
-- why: Personal data is kept no longer than its purpose needs; a record about a person that bears no day cannot show that its time still runs.
-- regulation: GDPR Art. 5(1)(e)
select record_id, source, case
    when retention_state = 'over' then 'its retention of ' || retention || ' has passed'
    when retention_state = 'undated' and coalesce(persons, 0) > 0 then 'is about a person, under a retention and without a day'
end as what
from provenance
where what is not null
