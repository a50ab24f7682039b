{{ config(materialized='view') }}
{{ left_out('int_dialogues') }}
