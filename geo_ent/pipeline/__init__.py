"""The main job, end to end: a directory and a register become a folder of maps and tables.

Nothing is imported here: what reads a folder that was made (`sheets`, `notebook`, `made_folders`)
does without the readers of registers, a third of a second of processor time.
"""
