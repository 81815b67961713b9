"""What a GIS opens: the layers, dressed as the page is, and the zones in other formats."""
