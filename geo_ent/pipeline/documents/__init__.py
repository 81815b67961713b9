"""What `--json` prints: a document a command, whose keys docs/json.md tells and a test holds."""
