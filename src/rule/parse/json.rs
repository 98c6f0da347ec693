//! A table of a rule file as JSON, which shipped files are as well: one reader serves both, and what it says is put at its
//! place in the file.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeInteger, DeValue};

use crate::keyed;
use crate::problem::Fault;

/// Reads a value of a rule file.
pub(super) fn read<T: for<'de> Deserialize<'de>>(value: &Spanned<DeValue<'_>>) -> Result<T, Fault> {
    let mut written = Written::default();
    written.value(value);
    loop {
        match keyed::json(&written.json) {
            Ok(taken) => return Ok(taken),
            Err(error) => written.mend(&error, value.span())?,
        }
    }
}

/// What the reader says, without the place in the JSON.
fn said(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    match whole.rsplit_once(" at line ").map_or(whole.as_str(), |(message, _)| message) {
        // It is JSON, so this can only be a table of kinds with a second one.
        "expected value" => "wanted exactly 1 element".to_owned(),
        message => message.to_owned(),
    }
}

/// JSON in one line, and where each part of it stands in the file.
#[derive(Default)]
struct Written {
    json: String,
    tokens: Vec<Token>,
}

#[derive(Clone)]
struct Token {
    json: Range<usize>,
    range: Range<usize>,
    /// A table without keys.
    empty: bool,
}

impl Written {
    fn value(&mut self, value: &Spanned<DeValue<'_>>) {
        let start = self.json.len();
        match value.get_ref() {
            DeValue::String(text) => self.text(text),
            DeValue::Integer(number) => self.json.push_str(&integer(number)),
            DeValue::Float(number) => self.json.push_str(&float(number.as_str())),
            DeValue::Boolean(is) => self.json.push_str(if *is { "true" } else { "false" }),
            DeValue::Datetime(date) => {
                self.json.push_str("{\"date\":");
                self.text(&date.to_string());
                self.json.push('}');
            }
            DeValue::Array(items) => {
                self.json.push('[');
                for (n, item) in items.iter().enumerate() {
                    self.between(n);
                    self.value(item);
                }
                self.json.push(']');
            }
            DeValue::Table(table) => {
                self.json.push('{');
                for (n, (key, item)) in table.iter().enumerate() {
                    self.between(n);
                    let start = self.json.len();
                    self.text(key.get_ref());
                    self.tokens.push(Token { json: start..self.json.len(), range: key.span(), empty: false });
                    self.json.push(':');
                    self.value(item);
                }
                self.json.push('}');
            }
        }
        let empty = matches!(value.get_ref(), DeValue::Table(table) if table.is_empty());
        self.tokens.push(Token { json: start..self.json.len(), range: value.span(), empty });
    }

    fn between(&mut self, n: usize) {
        if n > 0 {
            self.json.push(',');
        }
    }

    fn text(&mut self, text: &str) {
        self.json.push_str(&serde_json::Value::from(text).to_string());
    }

    /// Mends a mistake that is only one in JSON; any other is told, at its place in the `whole`.
    fn mend(&mut self, error: &serde_json::Error, whole: Range<usize>) -> Result<(), Fault> {
        let message = said(error);
        // Of a name that stands where a table has to, the reader only knows behind the table around it.
        let behind = usize::from(message.starts_with("invalid type: unit variant"));
        let token = self.token(error.column() - behind).or_else(|| self.token(error.column()));
        let Some(token) = token else { return Err(Fault { message, range: whole }) };
        let Token { json, range, empty } = token.clone();
        // `kind = {}` is a kind without items of its own.
        if message != "invalid type: map, expected unit" {
            return Err(Fault { message, range });
        }
        if !empty {
            return Err(Fault { message: "expected empty table".to_owned(), range });
        }
        self.forget(json);
        Ok(())
    }

    /// What a mistake is about that the reader came upon behind so many bytes: what ends there, or else what begins there,
    /// or else the least part around.
    fn token(&self, column: usize) -> Option<&Token> {
        let begins = |t: &&Token| t.json.start == column || t.json.start + 1 == column;
        let around = |t: &&Token| t.json.contains(&column);
        let ends = self.tokens.iter().find(|t| t.json.end == column);
        ends.or_else(|| self.tokens.iter().find(begins)).or_else(|| self.tokens.iter().find(around))
    }

    /// Nothing in place of an empty table.
    fn forget(&mut self, table: Range<usize>) {
        const NOTHING: &str = "null";
        let more = NOTHING.len() - table.len();
        self.json.replace_range(table.clone(), NOTHING);
        for token in &mut self.tokens {
            let moved = |at: usize| if at >= table.end { at + more } else { at };
            token.empty &= token.json != table;
            token.json = moved(token.json.start)..moved(token.json.end);
        }
    }
}

/// Decimal, as far as a number may be large.
fn integer(number: &DeInteger<'_>) -> String {
    let digits = number.as_str();
    i128::from_str_radix(digits, number.radix()).map_or_else(|_| f64::MAX.to_string(), |number| number.to_string())
}

/// Numbers that JSON does not have are texts there.
fn float(digits: &str) -> String {
    let number = digits.parse().ok().and_then(serde_json::Number::from_f64);
    number.map_or_else(|| serde_json::Value::from(digits).to_string(), |number| number.to_string())
}
