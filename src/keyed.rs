//! Tables are read by their keys alone. The reader that serde derives for a table takes a list of its values as well, which
//! nobody writes, and would be half as long again for it: it is told that there is no such list.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// Reads JSON.
pub(crate) fn json<'de, T: Deserialize<'de>>(text: &'de str) -> serde_json::Result<T> {
    let mut from = serde_json::Deserializer::from_str(text);
    let read = T::deserialize(Keyed(&mut from))?;
    from.end()?;
    Ok(read)
}

/// What reads, what is read into, or what either lends: all tables within it are [`Table`]s.
struct Keyed<T>(T);

/// What a table is read into: keys and values, nothing else.
struct Table<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Table<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Keyed(map))
    }
}

macro_rules! plain {
    ($($read:ident)*) => {
        $(fn $read<V: Visitor<'de>>(self, into: V) -> Result<V::Value, D::Error> {
            self.0.$read(into)
        })*
    };
}

macro_rules! within {
    ($($read:ident($($name:ident: $type:ty),*) $kind:ident)*) => {
        $(fn $read<V: Visitor<'de>>(self, $($name: $type,)* into: V) -> Result<V::Value, D::Error> {
            self.0.$read($($name,)* $kind(into))
        })*
    };
}

type Names = &'static [&'static str];

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Keyed<D> {
    type Error = D::Error;

    plain! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_unit
        deserialize_identifier deserialize_ignored_any
    }

    within! {
        deserialize_any() Keyed
        deserialize_option() Keyed
        deserialize_seq() Keyed
        deserialize_map() Keyed
        deserialize_unit_struct(name: &'static str) Keyed
        deserialize_newtype_struct(name: &'static str) Keyed
        deserialize_tuple(len: usize) Keyed
        deserialize_tuple_struct(name: &'static str, len: usize) Keyed
        deserialize_enum(name: &'static str, kinds: Names) Keyed
        deserialize_struct(name: &'static str, keys: Names) Table
    }
}

macro_rules! told {
    ($($visit:ident: $type:ty),*) => {
        $(fn $visit<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.0.$visit(value)
        })*
    };
}

macro_rules! lent {
    ($($visit:ident: $trait:ident),*) => {
        $(fn $visit<A: $trait<'de>>(self, from: A) -> Result<V::Value, A::Error> {
            self.0.$visit(Keyed(from))
        })*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Keyed<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    told!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
    told!(visit_borrowed_str: &'de str, visit_string: String);
    lent!(visit_some: Deserializer, visit_newtype_struct: Deserializer);
    lent!(visit_seq: SeqAccess, visit_map: MapAccess, visit_enum: EnumAccess);

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Keyed<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Keyed(from))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Keyed<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Keyed(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Keyed<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Keyed(seed))
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Keyed<A> {
    type Error = A::Error;
    type Variant = Keyed<A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), A::Error> {
        self.0.variant_seed(seed).map(|(kind, rest)| (kind, Keyed(rest)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Keyed<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.0.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.0.newtype_variant_seed(Keyed(seed))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, into: V) -> Result<V::Value, A::Error> {
        self.0.tuple_variant(len, Keyed(into))
    }

    fn struct_variant<V: Visitor<'de>>(self, keys: Names, into: V) -> Result<V::Value, A::Error> {
        self.0.struct_variant(keys, Table(into))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::json;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        a: Option<u8>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Bare,
        One(Inner),
        Own { inner: Inner },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        all: Vec<Inner>,
        kinds: Vec<Kind>,
    }

    #[test]
    fn a_table_is_not_a_list() {
        let text = r#"{"all":[{"a":1},{}],"kinds":["bare",{"one":{}},{"own":{"inner":{"a":null}}}]}"#;
        let inner = |a| Inner { a };
        let kinds = vec![Kind::Bare, Kind::One(inner(None)), Kind::Own { inner: inner(None) }];
        assert_eq!(json::<Outer>(text).unwrap(), Outer { all: vec![inner(Some(1)), inner(None)], kinds });
        for text in [r"[[],[]]", r#"{"all":[[1]],"kinds":[]}"#, r#"{"all":[],"kinds":[{"own":[{}]}]}"#] {
            let told = json::<Outer>(text).unwrap_err().to_string();
            assert!(told.starts_with("invalid type: sequence, expected struct"), "{told}");
        }
        assert!(json::<Inner>("{} {}").is_err());
    }
}
