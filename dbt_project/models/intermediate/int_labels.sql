{{ decided('stg_labels', ['target', 'task', 'value', 'labeller', 'score']) }}
