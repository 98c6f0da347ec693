//! A table as CSV or as a workbook, as spreadsheets take it: nothing in it is a formula. The same table gives the same
//! bytes each time.

use std::io::{Cursor, Read};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::shown::{is_formula, shown};

/// Spreadsheets take UTF-8 for what it is only with this mark.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// Widest column of a sheet, in characters.
const WIDEST: usize = 40;
/// Rows of a sheet besides that of the headings, by the format.
const MOST_ROWS: usize = (1 << 20) - 1;
/// UTF-16 units of a cell, by the format.
const LONGEST_CELL: usize = 32_767;

/// Headings and rows as CSV.
pub(crate) fn csv<H: AsRef<str>>(headings: &[H], rows: &[Vec<String>]) -> Result<Vec<u8>, String> {
    let headings = csv_rows(&[headings.iter().map(|heading| heading.as_ref().to_owned()).collect()], true)?;
    Ok([BYTE_ORDER_MARK, &headings, &csv_rows(rows, true)?].concat())
}

/// Rows without headings; `carriage`: lines end as on Windows.
pub(crate) fn csv_rows(rows: &[Vec<String>], carriage: bool) -> Result<Vec<u8>, String> {
    let end = if carriage { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new().terminator(end).from_writer(Vec::new());
    let cells = |row: &Vec<String>| row.iter().map(|cell| harmless(cell)).collect::<Vec<_>>();
    rows.iter().try_for_each(|row| writer.write_record(cells(row))).map_err(|e| e.to_string())?;
    writer.into_inner().map_err(|e| e.to_string())
}

/// A cell that a spreadsheet would take for a formula is written as text, and nothing in it steers a terminal.
fn harmless(cell: &str) -> String {
    let mark = if is_formula(cell) { "'" } else { "" };
    format!("{mark}{}", shown(cell))
}

/// A text as it is shown, cut where it is longer than a cell of a workbook may be.
pub(crate) fn fitting(text: &str) -> String {
    let mut shown = shown(text).into_owned();
    if shown.encode_utf16().count() > LONGEST_CELL {
        let mut left = LONGEST_CELL - 1;
        let fits = |c: &char| left.checked_sub(c.len_utf16()).map(|rest| left = rest).is_some();
        let kept: usize = shown.chars().take_while(fits).map(char::len_utf8).sum();
        shown.replace_range(kept.., "…");
    }
    shown
}

/// A workbook.
pub(crate) struct Book<'t, H> {
    /// What its sheet is called; with more rows than a sheet can hold there are several.
    pub(crate) name: &'t str,
    /// What the file says that it is; see [`is_titled`].
    pub(crate) title: Option<&'t str>,
    /// The first row, which stays in sight.
    pub(crate) headings: &'t [H],
    /// The others.
    pub(crate) rows: &'t [Vec<String>],
    /// It is read like a page: long texts go on below, and rows can be picked by their cells.
    pub(crate) page: bool,
}

impl<H: AsRef<str>> Book<'_, H> {
    /// The file.
    pub(crate) fn write(&self) -> Result<Vec<u8>, String> {
        self.workbook().map_err(|e| e.to_string())
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        // A fixed day: no clock in the library, and equal tables are equal files.
        let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        workbook.set_properties(&properties.set_title(self.title.unwrap_or_default()));
        let mut left = self.rows;
        for n in 1.. {
            let (rows, rest) = left.split_at(left.len().min(MOST_ROWS));
            let sheet = workbook.add_worksheet();
            sheet.set_name(if n == 1 { self.name.to_owned() } else { format!("{}{n}", self.name) })?;
            self.sheet(rows, sheet)?;
            left = rest;
            if left.is_empty() {
                break;
            }
        }
        workbook.save_to_buffer()
    }

    fn sheet(&self, rows: &[Vec<String>], sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let plain = if self.page { Format::new().set_text_wrap().set_align(FormatAlign::Top) } else { Format::new() };
        // Text also when somebody has clicked into it.
        let quoted = plain.clone().set_quote_prefix();
        let heading = Format::new().set_bold();
        let quoted_heading = Format::new().set_bold().set_quote_prefix();
        for (column, name) in (0u16..).zip(self.headings.iter().map(AsRef::as_ref)) {
            let heading = if is_formula(name) { &quoted_heading } else { &heading };
            sheet.write_string_with_format(0, column, shown(name), heading)?;
            let widest = rows.iter().filter_map(|r| r.get(usize::from(column))).map(|c| width(c)).max();
            sheet.set_column_width(column, widest.unwrap_or(0).max(width(name)).min(WIDEST) as f64 + 2.0)?;
        }
        for (line, row) in (1u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(row) {
                match cell {
                    cell if is_formula(cell) => sheet.write_string_with_format(line, column, shown(cell), &quoted)?,
                    cell if self.page => sheet.write_string_with_format(line, column, shown(cell), &plain)?,
                    cell => sheet.write_string(line, column, shown(cell))?,
                };
            }
        }
        if let (true, [_, ..], Ok(last)) = (self.page, rows, u16::try_from(self.headings.len())) {
            sheet.autofilter(0, 0, rows.len() as u32, last.saturating_sub(1))?;
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(())
    }
}

/// Whether bytes are a workbook that was written under a title and that nobody has saved again since.
pub(crate) fn is_titled(bytes: &[u8], title: &str) -> bool {
    /// Bytes of the part that says so.
    const ENOUGH: u64 = 4096;
    if !bytes.starts_with(b"PK") {
        return false;
    }
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    let Ok(part) = zip.by_name("docProps/core.xml") else { return false };
    let mut text = String::new();
    let read = part.take(ENOUGH).read_to_string(&mut text).is_ok();
    read && text.contains(&format!("<dc:title>{title}</dc:title>"))
        && text.contains(">2000-01-01T00:00:00Z</dcterms:modified>")
}

/// Columns of a text, a Han character counted twice.
fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_longer_than_it_may_be() {
        assert_eq!(fitting("甲\u{1b}"), "甲\\u{1b}");
        let just = "甲".repeat(LONGEST_CELL);
        assert_eq!(fitting(&just), just);
        for long in ["甲".repeat(40_000), "\u{202e}".repeat(40_000), "😀".repeat(40_000)] {
            let cut = fitting(&long);
            assert!(cut.encode_utf16().count() <= LONGEST_CELL && cut.ends_with('…'));
        }
    }

    #[test]
    fn a_workbook_is_known_by_its_title() {
        let rows = [vec!["=1".to_owned()]];
        let book = |title| Book { name: "表", title, headings: &["甲"], rows: &rows, page: true }.write().unwrap();
        assert!(is_titled(&book(Some("单")), "单") && !is_titled(&book(None), "单") && !is_titled(b"PK", "单"));
        assert_eq!(book(Some("单")), book(Some("单")));
    }
}
