//! A table as CSV, workbook or JSON Lines. The same table gives the same bytes each time.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::Table;
use crate::json;
use crate::shown::{is_formula, shown};

/// Spreadsheets take UTF-8 for what it is only with this mark.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// Widest column of the sheet, in characters.
const WIDEST: usize = 40;

pub(super) fn csv(table: &Table) -> Result<Vec<u8>, String> {
    let headings: Vec<String> = table.columns.iter().map(|(_, title)| harmless(title)).collect();
    let headings = records(std::iter::once(headings), true)?;
    Ok([BYTE_ORDER_MARK, &headings, &csv_rows(&table.rows, true)?].concat())
}

/// Rows without headings; `carriage`: lines end as on Windows.
pub(super) fn csv_rows(rows: &[Vec<String>], carriage: bool) -> Result<Vec<u8>, String> {
    records(rows.iter().map(|row| row.iter().map(|cell| harmless(cell)).collect()), carriage)
}

fn records(records: impl Iterator<Item = Vec<String>>, carriage: bool) -> Result<Vec<u8>, String> {
    let end = if carriage { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new().terminator(end).from_writer(Vec::new());
    records.into_iter().try_for_each(|cells| writer.write_record(cells)).map_err(|e| e.to_string())?;
    writer.into_inner().map_err(|e| e.to_string())
}

/// A cell that a spreadsheet would take for a formula is written as text, and nothing in it steers a terminal.
fn harmless(cell: &str) -> String {
    let mark = if is_formula(cell) { "'" } else { "" };
    format!("{mark}{}", shown(cell))
}

pub(super) fn jsonl(table: &Table) -> Result<Vec<u8>, String> {
    let ids: Vec<String> = table.columns.iter().map(|(id, _)| id.clone()).collect();
    json_rows(&ids, &table.rows)
}

/// One object a row, with these keys.
pub(super) fn json_rows(keys: &[String], rows: &[Vec<String>]) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    for row in rows {
        let cells = keys.iter().zip(row);
        let pairs: Result<Vec<String>, serde_json::Error> =
            cells.map(|(id, cell)| Ok(format!("{}:{}", json::to_string(id)?, json::to_string(cell)?))).collect();
        let pairs = pairs.map_err(|e| e.to_string())?;
        out.extend(format!("{{{}}}\n", pairs.join(",")).into_bytes());
    }
    Ok(out)
}

pub(super) fn xlsx(table: &Table, title: &str) -> Result<Vec<u8>, String> {
    workbook(table, title).map_err(|e| e.to_string())
}

fn workbook(table: &Table, title: &str) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day: no clock in the library, and equal registers are equal files.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = workbook.add_worksheet();
    sheet.set_name(title)?;
    let heading = Format::new().set_bold();
    // Text also when somebody has clicked into it.
    let quoted = Format::new().set_quote_prefix();
    let quoted_heading = Format::new().set_bold().set_quote_prefix();
    for (column, (_, name)) in (0u16..).zip(&table.columns) {
        let heading = if is_formula(name) { &quoted_heading } else { &heading };
        sheet.write_string_with_format(0, column, shown(name), heading)?;
        let widest = table.rows.iter().filter_map(|r| r.get(usize::from(column))).map(|c| width(c)).max();
        sheet.set_column_width(column, widest.unwrap_or(0).max(width(name)).min(WIDEST) as f64 + 2.0)?;
    }
    for (line, row) in (1u32..).zip(&table.rows) {
        for (column, cell) in (0u16..).zip(row) {
            if is_formula(cell) {
                sheet.write_string_with_format(line, column, shown(cell), &quoted)?;
            } else {
                sheet.write_string(line, column, shown(cell))?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}

/// Columns of a text, a Han character counted twice.
fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}
