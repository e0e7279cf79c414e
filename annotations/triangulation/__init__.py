"""Statistics beside stories: data points, and what they say of a claim."""
