"""What the pages of an atlas say."""
