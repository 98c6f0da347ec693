#!/bin/sh
# Seeds from the fixtures: plain texts as they are, and the main parts, styles and numbers of the .docx files.
cd "$(dirname "$0")" && mkdir -p corpus/read || exit 1
n=0
find ../fixtures -name '*.txt' | while read -r file; do n=$((n + 1)); cp "$file" "corpus/read/t$n"; done
find ../fixtures -name '*.docx' | while read -r file; do
    n=$((n + 1))
    for part in document styles numbering; do
        unzip -p "$file" "word/$part.xml" 2>/dev/null | sed 's/^<?xml[^>]*>//' > "corpus/read/x$n-$part"
    done
done
find corpus/read -empty -delete
