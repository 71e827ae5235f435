"""Work in the background: each takes ids alone, and is safe to run twice."""
