//! The imprint (版记) at the foot of the last page.

use docx_rs::{AlignmentType, Docx, SectionType, Table, TableRow};

use crate::skeleton::layout::{EM_4, IMPRINT_LINE, WIDTH, bare_table, cell, cell_rules, hanging, line, page, tiny};
use crate::skeleton::{Draft, Format};

/// Its rules, in eighths of a point: 0.35 mm and 0.25 mm.
const THICK: usize = 8;
const THIN: usize = 6;
/// English metric units of a twip.
const EMU: usize = 635;

impl Draft {
    /// With the imprint on an even page. Where the text ends on an odd one the imprint begins a page of its own; a letter
    /// has it on its last page, whichever that is.
    pub(super) fn imprint(&self, mut docx: Docx, pages: usize) -> Docx {
        let Some(table) = self.imprint_table() else { return docx };
        if pages % 2 == 1 && self.texts.format != Format::Letter {
            let all = &docx.document.section_property;
            let mut before = page();
            before.footer_reference = all.footer_reference.clone();
            before.even_footer_reference = all.even_footer_reference.clone();
            docx = docx.add_paragraph(tiny().section_property(before));
            docx.document.section_property.section_type = Some(SectionType::EvenPage);
        }
        docx.add_table(table).add_paragraph(tiny())
    }

    fn lines(&self) -> usize {
        usize::from(!self.texts.copies.is_empty()) + usize::from(!self.texts.printed.is_empty())
    }

    fn imprint_table(&self) -> Option<Table> {
        let texts = &self.texts;
        let rules = |top: usize, bottom: bool| match texts.format {
            Format::Letter => cell_rules(None, None),
            _ => cell_rules(Some(top), bottom.then_some(THICK)),
        };
        let mut rows = Vec::new();
        if !texts.copies.is_empty() {
            let copies = line("版记", &format!("抄送：{}。", texts.copies));
            let copies = hanging(copies, 4 * EM_4, 3 * EM_4, EM_4);
            let last = texts.printed.is_empty();
            rows.push(TableRow::new(vec![cell(WIDTH, [copies]).grid_span(2).set_borders(rules(THICK, last))]));
        }
        if !texts.printed.is_empty() {
            let top = if rows.is_empty() { THICK } else { THIN };
            let day = format!("{}年×月×日印发", self.fill("{year}"));
            let office = line("版记", &texts.printed).indent(Some(EM_4), None, None, None);
            let day = line("版记", &day).align(AlignmentType::Right).indent(None, None, Some(EM_4), None);
            rows.push(TableRow::new([office, day].map(|p| cell(WIDTH / 2, [p]).set_borders(rules(top, true))).into()));
        }
        (!rows.is_empty()).then(|| bare_table(rows, vec![WIDTH / 2, WIDTH / 2]))
    }

    /// The main part with the imprint, its only table, in a box that stands on the lower edge of the type area. The writer
    /// of the other parts knows no boxes, and a table that floats is not kept there by every program.
    pub(super) fn boxed(&self, main: Vec<u8>) -> Vec<u8> {
        let main = String::from_utf8_lossy(&main);
        let (Some(start), Some(end)) = (main.find("<w:tbl>"), main.rfind("<w:sectPr>")) else {
            return main.into_owned().into_bytes();
        };
        let (width, height) = (WIDTH * EMU, (self.lines() * IMPRINT_LINE as usize + 40) * EMU);
        let open = format!(
            r#"<w:p><w:pPr><w:pStyle w:val="页码"/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH><wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV><wp:extent cx="{width}" cy="{height}"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="版记"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>"#
        );
        let close = r#"</w:txbxContent></wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"><a:spAutoFit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"#;
        format!("{}{open}{}{close}{}", &main[..start], &main[start..end], &main[end..]).into_bytes()
    }
}
