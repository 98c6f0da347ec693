//! Word lists, labels and recognisers.

use serde::de::MapAccess;
use serde::{Deserialize, Deserializer};

use super::Pattern;
use super::slots::{self, Slots};

macro_rules! string_lists {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, schemars::JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name { $($(#[$field_doc])* pub $field: Vec<String>),* }

        impl $name {
            /// Appends the lists of another rule file.
            pub fn extend(&mut self, mut other: Self) {
                use $crate::terms::slots::Slots;
                for key in Self::NAMES.1 {
                    if let (Some(list), Some(more)) = (self.list(key), other.list(key)) {
                        list.append(more);
                    }
                }
            }

            fn list(&mut self, key: &str) -> Option<&mut Vec<String>> {
                match key {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }

        impl $crate::terms::slots::Slots for $name {
            const NAMES: (&'static str, &'static [&'static str]) = (stringify!($name), &[$(stringify!($field)),*]);

            fn read<'de, M: serde::de::MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<bool, M::Error> {
                let Some(list) = self.list(key) else { return Ok(false) };
                *list = map.next_value()?;
                Ok(true)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::terms::slots::read(from)
            }
        }
    };
}

pub(super) use string_lists;

string_lists! {
    /// Word lists that recognition and checks use.
    Words {
        /// Pairs of a Traditional and a Simplified character, for labels only.
        traditional,
        /// Words that the office writes so, whatever they look like.
        known,
        /// What stands before a quotation that shows how something was written wrongly.
        mentions,
        /// Names of outgoing approval forms.
        form_names,
        /// Names of incoming forms.
        incoming_form_names,
        /// Names of records of the re-check.
        slip_names,
        /// What organ names end in.
        organ_ends,
        /// Words that end as organs do and are none: 格局.
        never_organs,
        /// What stands in sentences and in no organ's name: 的, 来到.
        never_in_organs,
        /// What recipients end in beside organ names.
        recipient_ends,
        /// What a person written to is called by.
        person_ends,
        /// What recipients start with.
        recipient_starts,
        /// Starts of a salutation in a speech.
        salutations,
        /// Ends of a phrase before a colon that is not a list of recipients.
        lead_ins,
        /// What follows the organ in a title.
        title_verbs,
        /// Verbs of titles that announce an enclosed text.
        forward_verbs,
        /// Verbs that announce one only before a title in marks.
        publish_verbs,
        /// Those of them that pass on texts of others.
        relay_verbs,
        /// How a line under the title ends that says when the text was adopted.
        adoption_ends,
        /// Words between titles in a list, or behind the last of them.
        list_joints,
        /// What a form says instead of naming the attachments: there are some.
        attached_values,
        /// The same: there are none.
        unattached_values,
        /// What names of tables and pictures have in them.
        table_names,
        /// Notes in brackets at the end of a title that are part of it.
        title_notes,
        /// Words of file names that say that a file is not the attachment to be printed.
        void_names,
        /// The same, where they stand by themselves in a file name.
        void_alone,
        /// Ends of names of files that were not written to their end, or that a program has put aside.
        unfinished_ends,
        /// Words of titles that announce several texts without naming them.
        several,
        /// Characters that do not tell one title from another.
        particles,
        /// Marks of a form that only shows what a form looks like.
        samples,
        /// What such a verb follows.
        forward_leads,
        /// Starts or ends of title lines that join the next.
        title_joins,
        /// Ends of the issuing organ's mark.
        mark_ends,
        /// Labels of those who were at a meeting, as minutes set them apart.
        attendance,
        /// Urgency grades.
        urgency,
        /// Words used as urgency grades that are none.
        urgency_like,
        /// Secrecy levels.
        secrecy,
        /// Words on a form that mean "none".
        none_values,
        /// Starts of a note under the date.
        annotations,
        /// What web pages print around a text: 来源, 字号, 分享.
        page_labels,
        /// What names of web sites end in, behind the title of a page.
        site_ends,
        /// What is printed on a page without text, with its brackets in half width: (此页无正文).
        blank_pages,
        /// What titles of texts end in that are issued: 办法, 方案.
        text_ends,
        /// What says that a fault was mended since it was found.
        mended,
        /// Words of the name of a main document that say that it is not the final text.
        not_final_names,
        /// What names of slips end in on which others give their opinion of a document.
        opinion_slips,
        /// What names of papers have in them that only report opinions, and what became of them.
        opinion_reports,
        /// How far a draft has come, above its title.
        draft_marks,
        /// Marks for a seal behind an organ's name, without spaces and in half width.
        seal_marks,
        /// How sentences begin that lead in the body and name no recipient.
        lead_in_starts,
        /// Placeholders.
        placeholders,
        /// Marks behind a name for "on behalf of".
        behalf,
        /// Titles behind a name.
        honorifics,
        /// Words on a form that mean yes.
        yes,
        /// Words on a form that keep a document from the public.
        withheld,
        /// Marks of forms that classified documents may not use.
        open_forms,
        /// What makes recipients uncountable: 各, 有关.
        collective,
        /// Ends of short organ names that no person's name has.
        unit_ends,
        /// What may turn an approval into something else.
        turns,
        /// What sends a document on its way.
        passes,
        /// How somebody is asked to do something: 请.
        asks,
        /// What tells of a task or of how things are, and takes nothing back.
        tasks,
        /// What no name of a unit has: 让, 交.
        never_in_units,
        /// Labels inside a cell that open an entry: 一审.
        entry_labels,
        /// Ends of labels inside a cell that only say what follows: 意见, 结果.
        part_ends,
        /// What pictures are called that are no signatures: 公章.
        no_signatures,
        /// What a record says of an item that is not in order: 否.
        faults,
        /// Surnames, single and compound; one string may hold many single ones.
        surnames,
        /// Characters that names from other languages are written with.
        name_letters,
        /// Characters that no name has.
        never_in_names,
        /// How clauses begin that only look like names.
        never_starts_names,
        /// What people are called who are not named: 领导.
        anyone,
        /// Marks of signing glued to a name: 签, 阅.
        sign_marks,
        /// Words in a signing cell that are neither opinion nor name: 签字, 上午, 手机端.
        asides,
        /// Ends of labels that do not tell one cell from another: 人, 意见.
        label_tails,
        /// Labels of a date that belongs to the cell before.
        date_tails,
        /// What rows of a register begin with that only add up.
        totals,
        /// What stands before what a field is about: 发文, 文件.
        field_fronts,
        /// Headings of tables of the matter itself, in which nobody signs: 申报, 核减.
        matter_heads,
        /// Words that no label of a signing cell has: 同意, 已.
        never_in_labels,
        /// Labels inside a signing cell that only say which part follows: 签名, 时间.
        part_labels,
        /// Words that stand for no name: null.
        no_names,
        /// What ends as a unit does and is part of a name: 登科.
        never_units,
        /// Values of a state that is done with: 已办结.
        done_states,
        /// A unit of measure alone is no value: 份.
        measures,
        /// File names of papers that go with a packet and are no attachments.
        supporting,
        /// Tails of file names that are not part of the title.
        name_tails,
        /// Words that say which version a file is, where they stand by themselves in its name.
        name_notes,
        /// File names of main documents.
        main_names,
        /// File names of approval forms.
        form_files,
    }
}

string_lists! {
    /// Column heads of tables in which every row is a step, or a signature.
    Records {
        /// Which step: 环节.
        step,
        /// Who: 办理人.
        person,
        /// What was said: 意见.
        opinion,
        /// How it stands: 状态.
        status,
        /// When it was done: 办理时间.
        finished,
        /// When it came, which says nothing of when it was done: 到达时间.
        arrived,
        /// Where the person belongs: 部门.
        unit,
        /// Columns that say nothing of signing: 序号.
        other,
    }
}

string_lists! {
    /// Labels printed in documents; `…_like` are wrong or unusual ones that are still recognised.
    Labels {
        /// Before the signer's name in the head.
        signer,
        /// Wrong labels for the signer.
        signer_like,
        /// Before the attachment list and on attachment pages.
        attachment,
        /// Unusual labels for attachments.
        attachment_like,
        /// Before the copy recipients.
        cc,
        /// Wrong labels for copy recipients.
        cc_like,
        /// Before recipients in the imprint.
        to,
        /// Before the date under the text.
        date,
        /// Before subject words.
        keywords,
        /// Before the document number.
        number,
        /// What the title is called, in a hole left for it.
        title,
        /// Before the copy number.
        copies,
        /// Behind the printing date.
        printed,
        /// Wrong words behind the printing date.
        printed_like,
    }
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $field:ident),* $(,)?) => {
        /// Recognisers: they find a thing in any form; rules judge the form.
        #[derive(Clone, Debug, Default, schemars::JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct Patterns {
            $($(#[$doc])* pub $field: Option<Pattern>,)*
            /// Complete dates, groups `y` `m` `d` and `t` `u` for the time.
            pub dates: Vec<Pattern>,
            /// Dates with something missing.
            pub partial_dates: Vec<Pattern>,
        }

        impl Patterns {
            const ONE: &'static [&'static str] = &[$(stringify!($field)),*];

            fn one(&mut self, key: &str) -> Option<&mut Option<Pattern>> {
                match key {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }

            /// Every pattern with its key.
            pub fn all(&self) -> Vec<(&'static str, &Pattern)> {
                let one = [$((stringify!($field), &self.$field)),*];
                let one = one.into_iter().filter_map(|(key, pattern)| Some((key, pattern.as_ref()?)));
                let many = [("dates", &self.dates), ("partial_dates", &self.partial_dates)];
                one.chain(many.into_iter().flat_map(|(key, all)| all.iter().map(move |p| (key, p)))).collect()
            }
        }

        impl Slots for Patterns {
            const NAMES: (&'static str, &'static [&'static str]) =
                ("Patterns", &[$(stringify!($field),)* "dates", "partial_dates"]);

            fn read<'de, M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<bool, M::Error> {
                match key {
                    "dates" => self.dates = map.next_value()?,
                    "partial_dates" => self.partial_dates = map.next_value()?,
                    key => {
                        let Some(one) = self.one(key) else { return Ok(false) };
                        *one = map.next_value()?;
                    }
                }
                Ok(true)
            }
        }
    };
}

impl Patterns {
    /// Takes over what another rule file sets.
    pub fn extend(&mut self, mut other: Self) {
        for key in Self::ONE {
            if let (Some(one), Some(other @ Some(_))) = (self.one(key), other.one(key)) {
                *one = other.take();
            }
        }
        self.dates.append(&mut other.dates);
        self.partial_dates.append(&mut other.partial_dates);
    }
}

impl<'de> Deserialize<'de> for Patterns {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        slots::read(from)
    }
}

patterns! {
    /// Document number: groups `number` (without what stands around it), `code`, `year`, `serial`.
    doc_number,
    /// Document number without brackets, or with one.
    doc_number_plain,
    /// Document number of which the year or all behind it is missing.
    doc_number_part,
    /// Document number without a code that nobody has filled in.
    doc_number_blank,
    /// Document number with something else behind the year.
    doc_number_odd,
    /// Document number with its parts in another order, or the label alone.
    doc_number_turned,
    /// Number of an order.
    order_number,
    /// Copy number.
    copy_number,
    /// Secrecy mark: groups `level` `mark` `period`.
    secrecy,
    /// Secrecy mark in any other dress, without blanks.
    secrecy_odd,
    /// Urgency in any other dress, without blanks.
    urgency_odd,
    /// Attachment heading on a line of its own: groups `n`, `part` (of 附件2-1) and `colon`.
    /// Attachment heading on a line of its own: groups `n` or `m` (in brackets), `part` (of 附件2-1) and `colon`.
    attachment_mark,
    /// Attachment heading with the title on the same line.
    attachment_mark_title,
    /// Number before a list item: group `n` (with `sub` when it has two parts and `behind` for its mark), `h` (Han), `p`
    /// (in brackets), `c` (circled) or `a` (a letter).
    list_item,
    /// A number before an item of an attachment list with nothing or a blank behind it: group `n`.
    list_item_bare,
    /// Attachment number and title in a file name: group `n` or `k` for the number, `title`, `rest` or, without a number,
    /// `bare`.
    attachment_file,
    /// The same behind other words of a file name: group `before` or `lead` for them, `n`, `m` or `k` for
    /// the number, `title` or `rest`.
    attachment_file_behind,
    /// Several attachment numbers at the end of a file name.
    attachment_files,
    /// The name of a finished product, without the extension.
    finished_file,
    /// A name that a finished product has where the document lies beside it, and otherwise the document itself.
    final_file,
    /// A comment as programs print it beside the text: `批注[甲1]`.
    printed_comment,
    /// What is printed where somebody should have written something: ××, □□.
    printed_blank,
    /// A document number in a file name: groups `code`, `year`, `serial` (both with 2, 3, 4 behind them in other shapes), and
    /// `paper` where one without a year says that it is one.
    number_in_name,
    /// Sentences that promise what is not there, as all that stands under a title.
    promised,
    /// Words of short sentences that may be such a promise.
    doubtful,
    /// Lines under a title that are no content: page numbers, notes, what a web page prints around a text.
    aside_line,
    /// The body sends the reader to a table or a picture: group `what` when it is one with a number.
    table_reference,
    /// A number and a title in a file name.
    numbered_file,
    /// Tails of file names that are not part of the title.
    file_tail,
    /// A date at the front of a file name: group `year`.
    file_date_front,
    /// A date at the end of a file name: group `year` when it has one.
    file_date_tail,
    /// Attachments named in the body by number: groups `n`, `p` or `q`, and `m` or `more` for those that follow.
    attachment_reference,
    /// Attachments named in the body without a number.
    attachment_bare,
    /// Another document quoted in the body: groups `title` and `number`.
    citation,
    /// A count instead of names: group `n`.
    count_only,
    /// A count behind names: group `n`, and `more` where not all of them are named.
    count_behind,
    /// Headings of chapters.
    chapter,
    /// The line of a news agency above a published text.
    dateline,
    /// A name that nobody has filled in: ×××.
    filler,
    /// Number of a form of a quality system, above a title or before it.
    form_code,
    /// A line under a picture.
    caption,
    /// Placeholders of templates.
    placeholder,
    /// A date of eight digits, read in signing cells only.
    compact_date,
    /// A number or mark before an entry of a signing cell.
    entry_mark,
    /// Personal names.
    name,
    /// Labels of a form under which somebody decides, whoever that is: 专家论证, 局长办公会.
    decision_label,
    /// What stands in a signing cell that is signed on another paper: 见会签单.
    signed_elsewhere,
    /// A sentence of a paper in the packet that keeps the document from being printed: 此件暂不印发.
    stops_printing,
    /// A sentence of a slip that refuses: 审查意见：不通过.
    slip_refuses,
    /// A sentence that says that what was held against a document was done since: 已采纳.
    settled,
    /// A line that says that what it stands on is no final text: 征求意见稿, 第三稿（…修改）.
    draft_line,
    /// What comments say that ask for something that is still to be decided: 数据待核实.
    open_comment,
    /// What the last paragraph of a text may end in without a mark, and be whole: 特此通知, 请批示.
    whole_end,
    /// A heading of one of the parts of a text, which announces what is below it: 基本情况, 工作要求.
    part_heading,
}
