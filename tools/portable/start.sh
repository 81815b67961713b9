#!/bin/sh
# Ouvre geo-ent dans le navigateur.
case "$0" in */*) here="${0%/*}" ;; *) here=. ;; esac
exec "$here/geo-ent" app "$@"
