{{ decided('stg_documents', ['title', 'author', 'category']) }}
