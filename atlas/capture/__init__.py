"""Capturing: a document's pages fetched, read, doubted, and put on record. The one part that talks to the web.

    failure    why a document was not captured
    guard      which addresses may be contacted
    decoding   bytes to text
    fetch      one exchange over HTTP, within limits        (the only module here that imports httpx)
    manners    one visit: robots.txt, pauses, redirects
    markdown   HTML to Markdown that keeps a clause's number
    pdf        PDF to text
    apart      a process of its own for what strangers sent
    extract    the pages of a document to one text
    suspicion  why a text may not be the document
    archive    a public web archive's copy of a page, and how to ask for one
    warc       an exchange as WARC records
    record     one more entry in captures.yaml, all or nothing
    outcome    what became of one document
    take       all of it for one document
    account    what a capture did to the words that are quoted
    telling    outcomes and accounts in words
    due        which documents are due for another look

Nothing here runs in a build or in the check of a pull request: addresses come from records, and records from anybody.
"""
