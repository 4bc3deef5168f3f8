"""Other archives' records, read into the catalogue: what they observed, with their own times, hashes and addresses.

`archive` holds the values that every archive is read into; `ota_git` and `ota_dataset` read an Open Terms Archive
collection into them, `ota_declarations` the pages it is read from; `ota` chooses and groups, `drafts` composes what is
new, `sheet` and `writing` put it on disk, `importing` is the pipe and `command` its command.
"""
