"""Who is left behind, in sentences: schools, white areas, groups, and what isn't known of them."""
