"""What persons ask for: the register of requests, and the objections and restrictions that stand.

Belongs here: numbers, days and demands. Not here: carrying them out (orchestration).
"""
