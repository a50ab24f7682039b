"""What an erasure does to releases: withdrawing, cutting again without some rows, purging, and the certificate.

Belongs here: releases and the ledger. Not here: tables and landed copies (lake, landing), the order of it all (orchestration).
"""
