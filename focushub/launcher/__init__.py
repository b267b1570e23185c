"""Builds the environment and starts everything: what stands behind `python3 -m focushub`.

Only the standard library may be imported here: these modules run before anything is installed.
"""
