//! Tables with many keys that are all read alike: one piece of code for all of them, where a derived reader has one for each.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, MapAccess, Visitor};

/// A table with such keys.
pub(super) trait Slots: Default {
    /// What it is called, and its keys.
    const NAMES: (&'static str, &'static [&'static str]);

    /// Reads the value of a key; false when there is no such key.
    fn read<'de, M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<bool, M::Error>;
}

/// Reads a table.
pub(super) fn read<'de, T: Slots, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let (name, keys) = T::NAMES;
    from.deserialize_struct(name, keys, Table(PhantomData))
}

struct Table<T>(PhantomData<T>);

impl<'de, T: Slots> Visitor<'de> for Table<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAMES.0)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<T, M::Error> {
        let mut table = T::default();
        while let Some(key) = map.next_key::<String>()? {
            if !table.read(&key, &mut map)? {
                return Err(M::Error::unknown_field(&key, T::NAMES.1));
            }
        }
        Ok(table)
    }
}
