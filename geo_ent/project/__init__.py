"""What a project is: its file, its inputs, its official data."""
