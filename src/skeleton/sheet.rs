//! The approval form (发文稿纸) beside a document: one table, with a cell for every step of the signing chain.

use std::io;

use docx_rs::{
    AlignmentType, Docx, HeightRule, Paragraph, Table, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

use crate::skeleton::layout::{Faces, WIDTH, bytes, cell, empty, line, paper};
use crate::skeleton::{Draft, Sheet};
use crate::terms::{Chain, Terms};

/// Widths of the columns, in twips: labels and what stands beside them.
const LABEL: usize = 1560;
const VALUE: usize = WIDTH / 2 - LABEL;
/// Heights of rows to write in and to sign in, in twips.
const LOW: f32 = 560.0;
const TALL: f32 = 1080.0;
/// Where the day of a signature is written.
const DAY: &str = "年　　月　　日";

impl Sheet {
    /// The form of a draft as .docx, with the steps of a chain; the same bytes each time.
    ///
    /// # Errors
    /// It cannot be packed.
    pub fn document(&self, draft: &Draft, chain: Option<&Chain>, terms: &Terms) -> io::Result<Vec<u8>> {
        let fields = self.fields.iter().map(|cells| {
            let entry = |text: &str| draft.fill(text).lines().map(|text| line("稿纸内容", text)).collect::<Vec<_>>();
            row(cells.iter().map(|cell| (cell.label.clone(), entry(&cell.value))).collect(), LOW)
        });
        let steps = self.steps(chain, terms);
        let signed = steps.chunks(2).map(|pair| row(pair.iter().map(|step| (step.clone(), to_sign())).collect(), TALL));
        let table = Table::new(fields.chain(signed).collect())
            .set_grid(vec![LABEL, VALUE, LABEL, VALUE])
            .width(WIDTH, WidthType::Dxa)
            .layout(TableLayoutType::Fixed);
        let docx: Docx = paper(Faces::of(terms), false);
        bytes(docx.add_paragraph(line("稿纸标题", &draft.fill(&self.title))).add_table(table), |main| main)
    }

    /// The labels of the signing cells: the words of the chain, or the names of the roles.
    fn steps(&self, chain: Option<&Chain>, terms: &Terms) -> Vec<String> {
        let title = |id: &String| terms.role(id).map_or(id, |role| &role.title).clone();
        match chain {
            Some(chain) => {
                chain.nodes.iter().map(|n| n.labels.first().cloned().unwrap_or_else(|| title(&n.role))).collect()
            }
            None => self.steps.iter().map(title).collect(),
        }
    }
}

/// Labels and what stands beside them; one alone takes the whole row.
fn row(cells: Vec<(String, Vec<Paragraph>)>, height: f32) -> TableRow {
    let alone = cells.len() == 1;
    let pair = |(name, lines): (String, Vec<Paragraph>)| {
        let label = cell(LABEL, [line("稿纸栏目", &spread(&name))]).vertical_align(VAlignType::Center);
        let lines = if lines.is_empty() { vec![empty("稿纸内容")] } else { lines };
        let value = cell(VALUE, lines).vertical_align(VAlignType::Center);
        [label, if alone { value.grid_span(3) } else { value }]
    };
    let cells: Vec<TableCell> = cells.into_iter().flat_map(pair).collect();
    TableRow::new(cells).row_height(height).height_rule(HeightRule::AtLeast).cant_split()
}

/// Room for opinion and name, and the day below.
fn to_sign() -> Vec<Paragraph> {
    vec![empty("稿纸内容"), line("稿纸内容", DAY).align(AlignmentType::Right)]
}

/// Two characters are set apart, as printed forms do.
fn spread(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(a), Some(b), None) => format!("{a}　{b}"),
        _ => label.to_owned(),
    }
}
