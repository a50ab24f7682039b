"""Governance: manifests, approvals, releases, their documents and the audit log. Not here: choosing records (corpora)."""
