{{ decided('stg_transactions', ['transaction_no', 'item_code', 'item_key', 'description', 'quantity', 'price', 'currency', 'store', 'country']) }}
