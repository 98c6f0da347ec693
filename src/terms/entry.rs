//! Roles and fields as a rule file writes them: a known id needs only what is new.

use serde::Deserialize;

use super::{Duty, Field, Phase, Role};

/// A role, or what a file adds to one.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleEntry {
    /// Its id.
    pub id: String,
    /// Labels that are its own from now on.
    #[serde(default)]
    pub labels: Vec<String>,
    title: Option<String>,
    duty: Option<Duty>,
    phase: Option<Phase>,
    order: Option<u32>,
    #[serde(default)]
    label_ends: Vec<String>,
    #[serde(default)]
    date_labels: Vec<String>,
    several: Option<bool>,
    passes_on: Option<bool>,
    plain: Option<bool>,
    #[serde(default)]
    stand_ins: Vec<String>,
    raised_from: Option<String>,
    #[serde(default)]
    fallback_labels: Vec<String>,
}

impl RoleEntry {
    /// Adds its words to a known role and sets what it names.
    pub fn onto(self, known: &mut Role) {
        known.labels.extend(self.labels);
        known.label_ends.extend(self.label_ends);
        known.date_labels.extend(self.date_labels);
        known.title = self.title.unwrap_or_else(|| std::mem::take(&mut known.title));
        known.duty = self.duty.unwrap_or(known.duty);
        known.phase = self.phase.unwrap_or(known.phase);
        known.order = self.order.or(known.order);
        known.several = self.several.unwrap_or(known.several);
        known.passes_on = self.passes_on.unwrap_or(known.passes_on);
        known.plain = self.plain.unwrap_or(known.plain);
        known.stand_ins.extend(self.stand_ins);
        known.raised_from = self.raised_from.or(known.raised_from.take());
        known.fallback_labels.extend(self.fallback_labels);
    }

    /// A role of its own.
    ///
    /// # Errors
    /// The key that it lacks.
    pub fn role(self) -> Result<Role, &'static str> {
        Ok(Role {
            id: self.id,
            title: self.title.ok_or("title")?,
            labels: self.labels,
            duty: self.duty.ok_or("duty")?,
            phase: self.phase.ok_or("phase")?,
            order: self.order,
            label_ends: self.label_ends,
            date_labels: self.date_labels,
            several: self.several.unwrap_or_default(),
            passes_on: self.passes_on.unwrap_or_default(),
            plain: self.plain.unwrap_or_default(),
            stand_ins: self.stand_ins,
            raised_from: self.raised_from,
            fallback_labels: self.fallback_labels,
        })
    }
}

/// A field, or labels that a file adds to one.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldEntry {
    /// Its id.
    pub id: String,
    /// Labels that are its own from now on.
    #[serde(default)]
    pub labels: Vec<String>,
    #[serde(default)]
    ends: Vec<String>,
    title: Option<String>,
}

impl FieldEntry {
    /// Adds its labels to a known field.
    pub fn onto(self, known: &mut Field) {
        known.labels.extend(self.labels);
        known.ends.extend(self.ends);
        known.title = self.title.unwrap_or_else(|| std::mem::take(&mut known.title));
    }

    /// A field of its own.
    ///
    /// # Errors
    /// The key that it lacks.
    pub fn field(self) -> Result<Field, &'static str> {
        Ok(Field { id: self.id, title: self.title.ok_or("title")?, labels: self.labels, ends: self.ends })
    }
}
