"""Shell completion: what Tab may finish a line with, in bash, zsh, fish and PowerShell."""
