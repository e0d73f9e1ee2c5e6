"""The Excel companion: one zone in a plain workbook whose formulas apply the rules they can."""
