"""What the workbook says over its columns and of itself."""
