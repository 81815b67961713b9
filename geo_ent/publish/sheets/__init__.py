"""A zone on paper: what the sheet holds, and the PDF that Typst sets."""
