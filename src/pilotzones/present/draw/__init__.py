"""The draw page: one HTML file with a whole layer and the rules of the zone, for any browser."""
