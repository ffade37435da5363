//! Other lines for fences of the chapter: outputs that were recorded anew, say.

use crate::diagnostic::Span;

use super::fenced::{Fenced, LongestRuns};
use super::lesson::Lessons;

/// A fence of the chapter, and the lines that are to stand in it: each ends with `\n`, the last one
/// with or without.
pub type Relined<'l> = (&'l Fenced, &'l str);

impl Lessons<'_> {
    /// The edits of the chapter, sorted and disjoint, that put other lines into `fences`.
    ///
    /// A fence grows where a line would close it, and so do those around it.
    pub fn relined(&self, fences: &[Relined<'_>]) -> Vec<(Span, String)> {
        let newline = self.newline();
        let lines = fences.iter();
        let mut edits: Vec<(Span, String)> = lines
            .map(|(fence, text)| (fence.lines.clone(), fence.lines_of(text, newline)))
            .collect();
        let blocks = self.blocks().into_iter().map(|block| &block.place);
        let mut involved: Vec<(&Fenced, &str)> =
            blocks.map(|block| (block, "")).chain(fences.iter().copied()).collect();
        // What stands inside begins later, and has to have grown before what is around it.
        involved.sort_by_key(|(fence, _)| std::cmp::Reverse(fence.span.start));
        let mut inside: Vec<(&Fenced, LongestRuns)> = Vec::new();
        for (fence, text) in involved {
            let mut runs = LongestRuns::of(text);
            while let Some((_, inner)) = inside.pop_if(|(inner, _)| fence.is_around(inner)) {
                runs.join(&inner);
            }
            let marker = fence.marker_behind(&runs);
            if marker != fence.marker {
                edits.extend(fence.marker_edits(&marker));
                runs.join(&LongestRuns::of(&marker));
            }
            inside.push((fence, runs));
        }
        edits.sort_by_key(|(span, _)| span.start);
        edits
    }
}
