"""What machines read: tables, the API, twins, citations, feeds, the sitemap. Each is a function from values to bytes."""
