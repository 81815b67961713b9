"""The atlas: a complete folder a département, a page an académie, and an index over them."""
