"""Reports: one content model, from which HTML, DOCX and XLSX are written with the same numbers."""
