//! A register as CSV, workbook or JSON Lines.

use super::Table;
use crate::json;
use crate::sheet::{self, Book};

pub(super) fn csv(table: &Table) -> Result<Vec<u8>, String> {
    sheet::csv(&headings(table), &table.rows)
}

pub(super) fn xlsx(table: &Table, title: &str) -> Result<Vec<u8>, String> {
    Book { name: title, title: None, headings: &headings(table), rows: &table.rows, page: false }.write()
}

fn headings(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|(_, title)| title.as_str()).collect()
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
