//! A register that an office keeps: CSV in any encoding, a workbook, or JSON Lines.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::{Column, Format, Register, Table};
use crate::error::{Reason, Unreadable};
use crate::read as document;
use crate::terms::Terms;

/// Reads a register; its columns are matched with those of `register` by their headings, and put in that order.
///
/// # Errors
/// Why the file is no register, in words.
pub fn read(name: &str, bytes: &[u8], register: &Register, terms: &Terms) -> Result<Table, Unreadable> {
    let rows = match Format::of_name(name) {
        Some(Format::Csv) => csv_rows(bytes)?,
        Some(Format::Xlsx) => xlsx_rows(bytes)?,
        Some(Format::Jsonl) => jsonl_rows(bytes)?,
        None => return Err(Unreadable::new(Reason::NotADocx, "登记簿应当是 .csv、.xlsx 或 .jsonl 文件")),
    };
    arrange(rows, register, terms)
}

fn corrupt(message: impl Into<String>) -> Unreadable {
    Unreadable::new(Reason::Corrupt, message)
}

/// A title may stand above the headings: they are the first row in which two columns are known.
fn arrange(rows: Vec<Vec<String>>, register: &Register, terms: &Terms) -> Result<Table, Unreadable> {
    const ABOVE: usize = 10;
    let known = |cell: &str| register.columns.iter().position(|c| is_heading(c, &terms.label(cell), terms));
    let headings = rows.iter().take(ABOVE).position(|r| r.iter().filter(|c| known(c).is_some()).count() >= 2);
    let Some(at) = headings else {
        let wanted: Vec<&str> = register.columns.iter().map(|c| c.title.as_str()).collect();
        return Err(corrupt(format!("没有找到表头，第一行应当写列名，如：{}", wanted.join("、"))));
    };
    let places: Vec<Option<usize>> = rows[at].iter().map(|c| known(c)).collect();
    let mut table = register.table();
    for row in rows.into_iter().skip(at + 1).filter(|r| r.iter().any(|c| !c.trim().is_empty())) {
        let mut cells = vec![String::new(); register.columns.len()];
        for (cell, place) in row.into_iter().zip(&places) {
            if let Some(target) = place.and_then(|p| cells.get_mut(p)).filter(|t| t.is_empty()) {
                // What was written as text against formulas.
                let bare = cell.strip_prefix('\'').filter(|c| c.starts_with(['=', '+', '-', '@'])).unwrap_or(&cell);
                *target = bare.trim().to_owned();
            }
        }
        table.rows.push(cells);
    }
    Ok(table)
}

fn is_heading(column: &Column, label: &str, terms: &Terms) -> bool {
    let titles = std::iter::once(&column.title).chain(&column.labels).chain(std::iter::once(&column.id));
    titles.into_iter().any(|t| terms.is_label(t, label))
}

fn csv_rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, Unreadable> {
    let text = document::text(bytes)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let row = |r: Result<csv::StringRecord, csv::Error>| match r {
        Ok(record) => Ok(record.iter().map(str::to_owned).collect()),
        Err(e) => Err(corrupt(format!("登记簿的格式有误：{e}"))),
    };
    reader.records().map(row).collect()
}

fn jsonl_rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, Unreadable> {
    let mut keys: Vec<String> = Vec::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let text = std::str::from_utf8(bytes).map_err(|_| corrupt("登记簿不是 UTF-8 文本"))?;
    for (at, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(line).map_err(|e| corrupt(format!("第{}行不是 JSON：{e}", at + 1)))?;
        let mut row = vec![String::new(); keys.len()];
        for (key, value) in object {
            let place = keys.iter().position(|k| *k == key).unwrap_or_else(|| {
                keys.push(key);
                row.push(String::new());
                keys.len() - 1
            });
            row[place] = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        }
        rows.push(row);
    }
    rows.insert(0, keys);
    Ok(rows)
}

/// More would be no register, and a sheet may claim billions of cells in a few bytes.
const MOST_ROWS: usize = 500_000;
const MOST_COLUMNS: usize = 256;
const LARGEST: u64 = 256 << 20;

fn xlsx_rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, Unreadable> {
    let fail = |e: calamine::XlsxError| corrupt(format!("登记簿打不开，请用 Excel 或 WPS 另存为 .xlsx：{e}"));
    let mut zip =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| corrupt(format!("登记簿不是 .xlsx 文件：{e}")))?;
    let stated: u64 = (0..zip.len()).filter_map(|i| zip.by_index_raw(i).ok().map(|f| f.size())).sum();
    if stated > LARGEST {
        return Err(Unreadable::new(Reason::TooLarge, "登记簿解开后超过256兆字节，没有读取"));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(fail)?;
    let name = book.sheet_names().first().cloned().ok_or_else(|| corrupt("登记簿里没有工作表"))?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(fail)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    while let Some(next) = cells.next_cell().map_err(fail)? {
        let (row, column) = next.get_position();
        let (row, column) = (row as usize, column as usize);
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Unreadable::new(
                Reason::TooLarge,
                format!("登记簿超过{MOST_ROWS}行或{MOST_COLUMNS}列，没有读取"),
            ));
        }
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        if rows[row].len() <= column {
            rows[row].resize(column + 1, String::new());
        }
        rows[row][column] = cell(&Data::from(next.get_value().clone()));
    }
    Ok(rows)
}

fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(date) => {
            let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
            match (hour, minute) {
                (0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            }
        }
        other => other.to_string(),
    }
}
