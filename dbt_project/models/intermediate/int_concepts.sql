{{ decided('stg_concepts', ['concept_id', 'label', 'alt_labels', 'broader', 'scheme']) }}
