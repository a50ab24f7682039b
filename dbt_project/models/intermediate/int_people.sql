select distinct subject_id
from {{ ref('int_subjects') }}
where subject_id is not null
order by subject_id
