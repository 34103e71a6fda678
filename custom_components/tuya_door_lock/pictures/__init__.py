"""The pictures that locks take: fetching, keeping and showing them."""
