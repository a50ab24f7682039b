{{ decided('stg_dialogues', ['channel', 'created_at']) }}
