"""Pages: what a person sees, made from values of the rooms below."""
