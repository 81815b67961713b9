"""What the commands say of themselves: help pages, refusals, all in French whatever parses them."""
