"""The application in the browser: from the spreadsheet to the map, without a command line."""
