"""Care: providers, supply and access, and the gaps between need and supply."""
