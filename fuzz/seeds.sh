#!/bin/sh
# Seeds from the fixtures and the shipped rules: plain texts as they are, the main parts, styles and numbers of the .docx
# files, rule files, presets, and a manifest, a log and registers that are written here.
cd "$(dirname "$0")" || exit 1
for target in read pages text rules config manifest log registers; do mkdir -p "corpus/$target" || exit 1; done
ALL_FIXTURES=fuzz/corpus/fixtures cargo test -q --manifest-path ../Cargo.toml --test fixtures -- --ignored || exit 1
n=0
find corpus/fixtures -name '*.txt' | while read -r file; do
    n=$((n + 1))
    cp "$file" "corpus/read/t$n"
    cp "$file" "corpus/text/t$n"
done
find corpus/fixtures -name '*.docx' | while read -r file; do
    n=$((n + 1))
    for part in document styles numbering; do
        unzip -p "$file" "word/$part.xml" 2>/dev/null | sed 's/^<?xml[^>]*>//' > "corpus/read/x$n-$part"
    done
done
cp ../rules/*.toml corpus/rules
cp ../presets/*.toml corpus/config
printf "main = '正文.docx'\nattachments = ['附件1.xlsx']\n" > corpus/manifest/a
printf '{"schema":1,"n":1,"prev":"","seal":"0"}\n' > corpus/log/a
printf '发文字号,标题,成文日期\n青政发〔2026〕1号,通知,2026-03-05\n' > corpus/registers/csv
printf '{"发文字号":"青政发〔2026〕1号","标题":"通知"}\n' > corpus/registers/jsonl
printf '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>标题</t></is></c></row></sheetData></worksheet>' \
    > corpus/registers/xml
rm -r corpus/fixtures
find corpus -empty -delete
