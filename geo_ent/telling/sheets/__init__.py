"""What a sheet of paper says of one zone: an inspector's circonscription, an EPCI, a commune."""
