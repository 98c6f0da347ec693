//! A register that an office keeps: CSV in any encoding, a workbook, or JSON Lines.

use std::collections::HashMap;
use std::io::{self, Cursor, ErrorKind, Read, Write};

use calamine::{Data, Reader, Xlsx};

use super::{Column, Format, Meaning, Register, Source, Table};
use crate::date::Date;
use crate::error::{Reason, Unreadable};
use crate::lang::Words;
use crate::limits;
use crate::read as document;
use crate::shown::{few, is_formula, unshown};
use crate::terms::Terms;
use crate::words;

/// Reads a register; its columns are matched with those of `register` by their headings, and put in that order.
///
/// # Errors
/// Why the file is no register, in words.
pub fn read(name: &str, bytes: &[u8], register: &Register, terms: &Terms) -> Result<Table, Unreadable> {
    let format = Format::of_name(name);
    let format = format.ok_or_else(|| Unreadable::new(Reason::NotADocx, "登记簿应当是 .csv、.xlsx 或 .jsonl 文件"))?;
    read_as(format, bytes, register, terms)
}

/// Reads a register that is known to be in a format.
///
/// # Errors
/// Why the file is no register, in words.
pub fn read_as(format: Format, bytes: &[u8], register: &Register, terms: &Terms) -> Result<Table, Unreadable> {
    if bytes.len() > limits::REGISTER {
        return Err(limits::too_large("登记簿", limits::REGISTER, SPLIT));
    }
    match format {
        Format::Csv => arrange(csv_rows(bytes)?, register, terms),
        Format::Xlsx => {
            let sheets = xlsx_sheets(bytes)?;
            // The first sheet with headings; without any, what the first one lacks.
            let mut read = sheets.into_iter().map(|rows| arrange(rows, register, terms));
            let first = read.next().unwrap_or_else(|| Err(corrupt("登记簿里没有工作表")));
            if first.is_ok() { first } else { read.find(Result::is_ok).unwrap_or(first) }
        }
        Format::Jsonl => arrange(jsonl_rows(bytes)?, register, terms),
    }
}

/// The first row of a workbook of one sheet.
pub(super) fn headings_of(bytes: &[u8]) -> Option<Vec<String>> {
    let [sheet] = <[Vec<Row>; 1]>::try_from(xlsx_sheets(bytes).ok()?).ok()?;
    Some(sheet.into_iter().next()?.into_iter().map(|(_, cell)| cell).collect())
}

/// The keys of a JSON object in their order; none for what is no object, or too long for a row.
pub(super) fn keys(line: &str) -> Option<Vec<String>> {
    struct Keys;
    impl<'de> serde::de::Visitor<'de> for Keys {
        type Value = Vec<String>;
        fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            out.write_str("an object")
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
            let mut keys = Vec::new();
            while let Some((key, _)) = map.next_entry::<String, serde::de::IgnoredAny>()? {
                keys.push(key);
            }
            Ok(keys)
        }
    }
    let is_row = line.len() <= limits::REGISTER_LINE;
    is_row.then(|| serde::Deserializer::deserialize_map(&mut serde_json::Deserializer::from_str(line), Keys).ok())?
}

/// What to do with a register that is too large.
const SPLIT: &str = "请按年份分册核对";

/// The cells of a row that have something, with their columns.
pub(super) type Row = Vec<(usize, String)>;

/// More columns with content are no register: headings are looked at one by one.
const MOST_COLUMNS: usize = 256;
/// All text together: in a workbook one stored text may be used by every cell.
const LONGEST_TEXT: usize = 64 << 20;

/// Commas of a .csv, those of empty cells among them.
const MOST_COMMAS: usize = 8 * limits::REGISTER_CELLS;

fn over() -> Unreadable {
    let most = limits::REGISTER_CELLS / 10_000;
    let message = words!(
        "登记簿超过{most}万格或{n}兆字节，没有读取；{split}",
        most,
        n = LONGEST_TEXT >> 20,
        split = Words::from(SPLIT)
    );
    Unreadable::new(Reason::TooLarge, message)
}

/// What may still be taken in. A row counts like a cell.
struct Room {
    cells: usize,
    text: usize,
}

impl Room {
    fn new() -> Self {
        Self { cells: limits::REGISTER_CELLS, text: LONGEST_TEXT }
    }

    fn row(&mut self) -> Result<Row, Unreadable> {
        self.spend(0).map(|()| Row::new())
    }

    fn cell(&mut self, row: &mut Row, column: usize, text: String) -> Result<(), Unreadable> {
        if text.is_empty() {
            return Ok(());
        }
        if column >= MOST_COLUMNS {
            let message = words!("登记簿超过{n}列，没有读取；请删去用不到的列", n = MOST_COLUMNS);
            return Err(Unreadable::new(Reason::TooLarge, message));
        }
        self.spend(text.len())?;
        row.push((column, text));
        Ok(())
    }

    fn spend(&mut self, text: usize) -> Result<(), Unreadable> {
        let left = self.cells.checked_sub(1).zip(self.text.checked_sub(text));
        (self.cells, self.text) = left.ok_or_else(over)?;
        Ok(())
    }
}

pub(super) fn corrupt(message: impl Into<Words>) -> Unreadable {
    Unreadable::new(Reason::Corrupt, message)
}

/// A title may stand above the headings: they are the first row in which two columns are known.
fn arrange(rows: Vec<Row>, register: &Register, terms: &Terms) -> Result<Table, Unreadable> {
    let rows: Vec<Row> = rows.into_iter().map(as_it_was).collect();
    let (at, places) = headings(&rows, register, terms)?;
    let serial = register.columns.iter().position(|c| matches!(c.from.first(), Some(Source::Serial)));
    let mut table = register.table();
    for row in rows.into_iter().skip(at + 1) {
        if row.iter().any(|(_, c)| terms.words.totals.iter().any(|t| c.trim().starts_with(t.as_str()))) {
            continue;
        }
        let mut cells = vec![String::new(); register.columns.len()];
        for (column, cell) in row {
            if let Some(target) = places.get(&column).and_then(|p| cells.get_mut(*p)).filter(|t| t.is_empty()) {
                let dated = |p: &usize| register.columns.get(*p).is_some_and(|c| c.is.is_some_and(is_day));
                let serial = places.get(&column).filter(|p| dated(p)).and_then(|_| of_serial(&cell));
                *target = serial.map_or_else(|| cell.trim().to_owned(), |date| date.to_string());
            }
        }
        // A row that was only numbered in advance says nothing.
        if cells.iter().enumerate().any(|(column, c)| Some(column) != serial && !c.is_empty()) {
            table.rows.push(cells);
        }
    }
    Ok(table)
}

/// What was written as text against formulas and terminals is again what it was.
fn as_it_was(row: Row) -> Row {
    let cell = |cell: String| {
        let cell = unshown(&cell);
        cell.strip_prefix('\'').filter(|c| is_formula(c)).unwrap_or(&cell).to_owned()
    };
    row.into_iter().map(|(column, text)| (column, cell(text))).collect()
}

/// The row of the headings, and which column of the register each of its cells heads.
pub(super) fn headings(
    rows: &[Row],
    register: &Register,
    terms: &Terms,
) -> Result<(usize, HashMap<usize, usize>), Unreadable> {
    const ABOVE: usize = 10;
    let known = |cell: &str| {
        let label = terms.label(cell);
        let titled = register.columns.iter().position(|c| terms.is_label(&c.title, &label));
        titled.or_else(|| register.columns.iter().position(|c| is_heading(c, &label, terms)))
    };
    let found = rows.iter().take(ABOVE).position(|r| r.iter().filter(|(_, c)| known(c).is_some()).count() >= 2);
    let at = found.ok_or_else(|| {
        let wanted: Vec<&str> = register.columns.iter().map(|c| c.title.as_str()).collect();
        corrupt(words!("没有找到表头，第一行应当写列名，如：{columns}", columns = few(&wanted)))
    })?;
    Ok((at, rows[at].iter().filter_map(|(column, c)| Some((*column, known(c)?))).collect()))
}

fn is_day(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Dated | Meaning::Received)
}

/// The day that a spreadsheet keeps as a number where its cell has lost its format: days since the end of 1899.
fn of_serial(text: &str) -> Option<Date> {
    /// 1970-01-01.
    const UNIX: i64 = 25_569;
    // From 1954 to 2119: no year and no day written without marks is such a number.
    let days = text.trim().split('.').next()?.parse::<i64>().ok().filter(|days| (20_000..80_000).contains(days))?;
    text.trim().parse::<f64>().is_ok().then(|| Date::from_days(days - UNIX))
}

fn is_heading(column: &Column, label: &str, terms: &Terms) -> bool {
    let titles = std::iter::once(&column.title).chain(&column.labels).chain(std::iter::once(&column.id));
    titles.into_iter().any(|t| terms.is_label(t, label))
}

pub(super) fn csv_rows(bytes: &[u8]) -> Result<Vec<Row>, Unreadable> {
    let text = document::text(bytes)?;
    if text.matches('"').count() % 2 == 1 {
        return Err(corrupt("登记簿里的引号不成对，分不清各条从哪里开始，请改正后再核对"));
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    // A record is read whole, and an empty cell costs as much there as any other.
    if memchr::memchr_iter(b',', text.as_bytes()).count() > MOST_COMMAS {
        return Err(over());
    }
    let mut room = Room::new();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| corrupt(words!("登记簿的格式有误：{why}", why = e.to_string())))?;
        let mut row = room.row()?;
        record.iter().enumerate().try_for_each(|(at, cell)| room.cell(&mut row, at, cell.to_owned()))?;
        rows.push(row);
    }
    Ok(rows)
}

fn jsonl_rows(bytes: &[u8]) -> Result<Vec<Row>, Unreadable> {
    let mut keys: HashMap<String, usize> = HashMap::new();
    // The headings come first.
    let mut rows: Vec<Row> = vec![Row::new()];
    let mut room = Room::new();
    let text = std::str::from_utf8(bytes).map_err(|_| corrupt("登记簿不是 UTF-8 文本"))?;
    for (at, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        if line.len() > limits::REGISTER_LINE {
            return Err(limits::too_large("登记簿有一行", limits::REGISTER_LINE, "请核对是不是登记簿"));
        }
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(line).map_err(|_| corrupt(words!("第{line}行不是一个 JSON 对象", line = at + 1)))?;
        let mut row = room.row()?;
        for (key, value) in object {
            let next = keys.len();
            let place = match keys.get(&key) {
                Some(place) => *place,
                None => {
                    room.cell(&mut rows[0], next, key.clone())?;
                    *keys.entry(key).or_insert(next)
                }
            };
            room.cell(&mut row, place, value.as_str().map_or_else(|| value.to_string(), str::to_owned))?;
        }
        rows.push(row);
    }
    Ok(rows)
}

/// A sheet may claim billions of rows in a few bytes.
const MOST_ROWS: usize = 500_000;

fn xlsx_sheets(bytes: &[u8]) -> Result<Vec<Vec<Row>>, Unreadable> {
    const SHEETS: usize = 20;
    weigh(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let names: Vec<String> = book.sheet_names().into_iter().take(SHEETS).collect();
    let mut room = Room::new();
    names.iter().map(|name| sheet(&mut book, name, &mut room).ok_or_else(broken)?).collect()
}

fn broken() -> Unreadable {
    corrupt("登记簿打不开，请用 Excel 或 WPS 另存为 .xlsx")
}

/// Bytes of all parts unpacked: as many cells take 25 MB.
const LARGEST: usize = 128 << 20;
/// Tags in all parts: a cell takes four. The reader keeps a text for each that is shared, be it empty.
const MOST_TAGS: usize = 8 * limits::REGISTER_CELLS;

/// Refuses a workbook that would be too large, by what is in it and not by what it says: its reader holds all the shared
/// texts at once.
fn weigh(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let too_large = || limits::too_large("登记簿解开后", LARGEST, SPLIT);
    let mut scale = Scale { bytes: LARGEST, tags: MOST_TAGS };
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).map_err(|_| broken())?;
        // Pictures are not unpacked.
        if !part.name().ends_with(".xml") && !part.name().ends_with(".rels") {
            continue;
        }
        let mut start = Vec::new();
        part.by_ref().take(4096).read_to_end(&mut start).map_err(|_| broken())?;
        if states_too_many(&start) {
            return Err(Unreadable::new(Reason::TooLarge, "登记簿声称的内容多得不合情理，没有读取"));
        }
        scale.write_all(&start).and_then(|()| io::copy(&mut part, &mut scale)).map_err(|e| match e.kind() {
            ErrorKind::FileTooLarge => too_large(),
            _ => broken(),
        })?;
    }
    Ok(())
}

/// Takes no more than it has room for, and keeps nothing.
struct Scale {
    bytes: usize,
    tags: usize,
}

impl Write for Scale {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let tags = memchr::memchr_iter(b'<', piece).count();
        let left = self.bytes.checked_sub(piece.len()).zip(self.tags.checked_sub(tags));
        (self.bytes, self.tags) = left.ok_or(ErrorKind::FileTooLarge)?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The reader sets memory aside for as many strings as a file claims to have.
fn states_too_many(start: &[u8]) -> bool {
    const MOST: u64 = 2 * limits::REGISTER_CELLS as u64;
    let text = String::from_utf8_lossy(start);
    let counts = text.split("ount=").skip(1).filter_map(|rest| {
        let digits: String = rest.trim_start_matches(['"', '\'']).chars().take_while(char::is_ascii_digit).collect();
        (!digits.is_empty()).then(|| digits.parse().unwrap_or(u64::MAX))
    });
    counts.into_iter().any(|n| n > MOST)
}

/// The rows of a sheet; none when it cannot be read.
fn sheet<R: Read + std::io::Seek>(
    book: &mut Xlsx<R>,
    name: &str,
    room: &mut Room,
) -> Option<Result<Vec<Row>, Unreadable>> {
    let mut cells = book.worksheet_cells_reader(name).ok()?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(next) = cells.next_cell().ok()? {
        let (row, column) = next.get_position();
        let (row, column) = (row as usize, column as usize);
        if row >= MOST_ROWS {
            let message =
                words!("登记簿超过{n}万行，没有读取；{split}", n = MOST_ROWS / 10_000, split = Words::from(SPLIT));
            return Some(Err(Unreadable::new(Reason::TooLarge, message)));
        }
        if rows.len() <= row {
            rows.resize(row + 1, Row::new());
        }
        let text = cell(&Data::from(next.get_value().clone()));
        if let Err(e) = room.cell(&mut rows[row], column, text) {
            return Some(Err(e));
        }
    }
    Some(Ok(rows))
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
