{{ decided('stg_subjects', ['subject_id', 'subject_key', 'name', 'given_name', 'family_name', 'email', 'phone', 'address', 'city', 'country', 'birth_date', 'gender', 'segment', 'consents']) }}
