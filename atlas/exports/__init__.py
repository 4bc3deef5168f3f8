"""What machines read: tables, the API, twins, citations, feeds, the sitemap. Each a function from values to bytes."""
