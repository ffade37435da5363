//! What a chapter says, as far as other lines in its outputs must not change it.

use std::collections::BTreeMap;

use crate::chapter::Kind;
use crate::chapter::lesson::{Block, Content, Identity, Lessons, Piece};
use crate::diagnostic::Code;

/// What is read of a chapter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ReadBack {
    blocks: Vec<ReadBlock>,
    /// How many errors there are of each kind.
    errors: BTreeMap<Code, usize>,
}

/// What is read of a block.
#[derive(Debug, PartialEq, Eq)]
struct ReadBlock {
    kind: Kind,
    is_broken: bool,
    id: Option<String>,
    identity: Option<Identity>,
    /// The code and the outputs in it.
    texts: Vec<String>,
}

impl ReadBack {
    /// What is to be read where `before` gets other lines in its outputs, whose fences begin at
    /// these bytes.
    pub(super) fn with(before: &Lessons<'_>, lines: &[(usize, &str)]) -> Self {
        Self::of(before, |fence| lines.iter().find(|(at, _)| *at == fence).map(|(_, lines)| *lines))
    }

    /// Whether that is what `after` says.
    pub(super) fn is_in(&self, after: &Lessons<'_>) -> bool {
        *self == Self::of(after, |_| None)
    }

    fn of<'n>(lessons: &Lessons<'_>, news: impl Fn(usize) -> Option<&'n str>) -> Self {
        let blocks = lessons.blocks();
        let mut errors = BTreeMap::new();
        for found in lessons.diagnostics.iter().filter(|found| found.is_error()) {
            *errors.entry(found.code).or_default() += 1;
        }
        ReadBack {
            blocks: blocks.into_iter().map(|block| read_block(block, &news)).collect(),
            errors,
        }
    }
}

fn read_block<'n>(block: &Block, news: &impl Fn(usize) -> Option<&'n str>) -> ReadBlock {
    let text = |piece: &Piece| match piece {
        Piece::Output(output) => {
            let new = news(output.place.span.start).unwrap_or(&output.lines.text);
            Some(plain(new))
        }
        Piece::Figure(figure) => Some(plain(&figure.code.text)),
        Piece::Prose(prose) => Some(plain(&prose.source.text)),
        Piece::Choices(_) | Piece::Part(_) => None,
    };
    ReadBlock {
        kind: block.kind(),
        is_broken: matches!(block.content, Content::Broken(..)),
        id: block.id.as_ref().map(|id| id.value.clone()),
        identity: match &block.content {
            Content::Predict(predict) => Some(predict.identity.clone()),
            _ => None,
        },
        texts: block.pieces().filter_map(text).collect(),
    }
}

/// `text` with line feeds alone, and without one at its end.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.strip_suffix('\n').map_or(text.clone(), str::to_owned)
}
