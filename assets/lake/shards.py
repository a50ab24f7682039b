"""The file form of a release's rows: Parquet whose bytes follow from the rows and nothing else.

Belongs here: how a shard is written. Not here: which rows stand in it (the cut, the re-cut), what it must hold (`verify`).
No dictionary and no statistics: a footer would repeat values that the rows may have to lose.
"""

import pyarrow as pa
import pyarrow.parquet as pq

ROW_GROUP = 4_096
WRITER = {"compression": "zstd", "compression_level": 6, "use_dictionary": False, "write_statistics": False,
          "version": "2.6", "data_page_version": "1.0", "write_page_index": False, "store_schema": True}


def write_shard(rows: pa.Table, where) -> None:
    """Write the rows to a path or a writable file, in the order given."""
    pq.write_table(rows, where, row_group_size=ROW_GROUP, **WRITER)
