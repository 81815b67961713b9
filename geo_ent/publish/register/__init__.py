"""What is written of a register: its report, and the corrected workbook."""
