//! Rows behind those of a register that an office keeps: in its own order of columns, its own bytes as they are.

use std::collections::HashSet;

use super::read::{self, corrupt};
use super::{Format, Register, Row, Source, write};
use crate::error::Unreadable;
use crate::sheet;
use crate::terms::Terms;

/// What is to be put at the end of a register, numbered on. A row that says what one of the register says is left out.
///
/// # Errors
/// Why nothing can be put behind it, in words.
pub fn extend(
    format: Format,
    bytes: &[u8],
    rows: Vec<Row>,
    register: &Register,
    terms: &Terms,
) -> Result<Vec<u8>, Unreadable> {
    if format == Format::Xlsx {
        return Err(corrupt("工作簿不能接着写；请用 --against 核对后在表格软件里登记，或者另存为 .csv 再用 --extend"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| corrupt("登记簿不是 UTF-8 文本，接不上；请另存为 UTF-8"))?;
    let ends = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let rows = numbered(rows, &read::read_as(format, bytes, register, terms)?.rows, register);
    let added = match format {
        Format::Csv | Format::Xlsx => {
            let known = read::csv_rows(bytes)?;
            let (at, places) = read::headings(&known, register, terms)?;
            let width = known[at].len();
            // A heading that stands there twice is filled once, as it is read once.
            let mut filled = Vec::new();
            let columns: Vec<Option<usize>> = (0..width)
                .map(|column| {
                    let own = places.get(&column).copied().filter(|own| !filled.contains(own));
                    filled.extend(own);
                    own
                })
                .collect();
            sheet::csv_rows(&arranged(&rows, &columns), text.contains("\r\n")).map_err(corrupt)?
        }
        Format::Jsonl => {
            let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
            let keys = read::keys(first).ok_or_else(|| corrupt("第一行不是一个 JSON 对象，接不上"))?;
            let headings: read::Row = keys.iter().cloned().enumerate().collect();
            let (_, places) = read::headings(&[headings], register, terms)?;
            let columns: Vec<Option<usize>> = (0..keys.len()).map(|at| places.get(&at).copied()).collect();
            write::json_rows(&keys, &arranged(&rows, &columns)).map_err(corrupt)?
        }
    };
    Ok(if added.is_empty() { added } else { [ends.as_bytes(), &added].concat() })
}

/// The rows that the register does not have word for word, with the numbers that follow.
fn numbered(rows: Vec<Row>, kept: &[Vec<String>], register: &Register) -> Vec<Vec<String>> {
    let counts = |at: &usize| register.columns[*at].from.iter().any(|s| matches!(s, Source::Serial));
    let told: Vec<usize> = (0..register.columns.len()).filter(|at| !counts(at)).collect();
    let words = |row: &[String]| -> Vec<String> { told.iter().map(|at| row[*at].trim().to_owned()).collect() };
    let mut known: HashSet<Vec<String>> = kept.iter().map(|row| words(row)).collect();
    let mut new = Vec::new();
    for row in rows {
        let row = row.numbered(kept.len() + new.len() + 1);
        if known.insert(words(&row)) {
            new.push(row);
        }
    }
    new
}

fn arranged(rows: &[Vec<String>], columns: &[Option<usize>]) -> Vec<Vec<String>> {
    let cell = |row: &[String], own: &Option<usize>| own.and_then(|own| row.get(own).cloned()).unwrap_or_default();
    rows.iter().map(|row| columns.iter().map(|own| cell(row, own)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Cell;
    use crate::rule::RuleSet;

    fn added(format: Format, kept: &str) -> Result<String, String> {
        let rules = RuleSet::builtin().unwrap();
        let register = rules.registers.iter().find(|r| r.id == "dispatch").unwrap();
        let cell = |id: &str| match id {
            "serial" => Cell::Serial,
            "number" => Cell::Text("青水发〔2026〕2号".to_owned()),
            "title" => Cell::Text("关于“甲”,乙的通知\n=1".to_owned()),
            _ => Cell::Text(String::new()),
        };
        let row = Row(register.columns.iter().map(|c| cell(&c.id)).collect());
        let bytes = extend(format, kept.as_bytes(), vec![row.clone(), row], register, &rules.terms)
            .map_err(|e| e.message.to_string())?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn rows_follow_the_columns_that_are_there() {
        let csv = added(Format::Csv, "发文登记\n标题,柜号,发文字号\n甲,3,青水发〔2026〕1号").unwrap();
        assert_eq!(csv, "\n\"关于“甲”,乙的通知\\u{a}=1\",,青水发〔2026〕2号\n");
        let csv = added(Format::Csv, "序号,标题,发文字号\n8,甲,青水发〔2026〕1号\n").unwrap();
        assert_eq!(csv, "2,\"关于“甲”,乙的通知\\u{a}=1\",青水发〔2026〕2号\n", "numbered on behind one row");
        assert_eq!(added(Format::Csv, &format!("序号,标题,发文字号\n{csv}")).unwrap(), "", "it is there");
        let csv = added(Format::Csv, "标题,发文字号,标题\r\n").unwrap();
        assert_eq!(csv, "\"关于“甲”,乙的通知\\u{a}=1\",青水发〔2026〕2号,\r\n");
        let jsonl = added(Format::Jsonl, "{\"title\":\"甲\",\"x\":1,\"number\":\"青水发〔2026〕1号\"}\n").unwrap();
        assert_eq!(jsonl, "{\"title\":\"关于“甲”,乙的通知\\n=1\",\"x\":\"\",\"number\":\"青水发〔2026〕2号\"}\n");
    }

    #[test]
    fn what_is_no_register_is_told() {
        assert!(added(Format::Csv, "甲,乙\n1,2\n").unwrap_err().contains("表头"));
        assert!(added(Format::Jsonl, "甲\n").unwrap_err().contains("JSON"));
        assert!(added(Format::Xlsx, "").unwrap_err().contains("--against"));
    }
}
