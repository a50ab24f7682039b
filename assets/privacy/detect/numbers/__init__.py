"""Recognisers of numbers and codes that are somebody's: cards, national numbers, telephones, accounts, cases, birthdays.

Belongs here: the grammars of what is written with figures. Not here: check digits (`detect/validators`), where figures stand (`detect/shapes`).
"""
