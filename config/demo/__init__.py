"""A believable Flanders to try the portal with: everything in it is invented, except the municipalities.

How it comes about: `distribution` says how many of what per municipality, after the published figures; `supply`,
`demand` and `living` make the rows from one seed; `tables` writes them in bulk; `stories` then plays one worked story
per role through the real verbs. `loader.load` does it all in one transaction.
"""
