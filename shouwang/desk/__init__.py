"""The desk where files are handed in: taken, checked, confirmed by a second person, sealed. Always for a viewer."""
