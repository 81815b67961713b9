"""What tools and databases write that people do not: codes with their labels, event logs, flags."""
