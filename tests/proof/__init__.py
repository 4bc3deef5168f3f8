"""Long proofs, run by hand and quoted in closing notes: `python -m tests.proof` lists them."""
