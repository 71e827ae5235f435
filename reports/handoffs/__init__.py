"""Hand-offs of projects: Markdown read into tasks, risks, blockers and figures, each with its line."""
