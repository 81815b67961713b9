"""What the register’s report says of its rows."""
