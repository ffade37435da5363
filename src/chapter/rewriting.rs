//! Other lines for a fence of the chapter: an output that was recorded anew, say.

use crate::diagnostic::Span;

use super::fenced::Fenced;
use super::lesson::Lessons;

impl Lessons<'_> {
    /// The edits of the chapter, sorted, that put `text` in the place of the lines of `fenced`.
    ///
    /// The lines of `text` end with `\n`, the last one with or without. The fence grows where a
    /// line would close it, and so do those around it.
    pub fn with_lines(&self, fenced: &Fenced, text: &str) -> Vec<(Span, String)> {
        let newline = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut edits = vec![(fenced.lines.clone(), fenced.lines_of(text, newline))];
        let mut inner = String::new();
        let is_around = |place: &&Fenced| {
            place.lines.start <= fenced.span.start && fenced.span.end <= place.lines.end
        };
        let around = self.blocks().into_iter().map(|block| &block.place).filter(is_around);
        let fences: Vec<&Fenced> = around.chain([fenced]).collect();
        for fence in fences.into_iter().rev() {
            let marker = fence.marker_around(text, &inner);
            if marker != fence.marker {
                let start = fence.opener.start;
                edits.push((start..start + fence.marker.len(), marker.clone()));
                edits.extend(fence.closer.clone().map(|closer| (closer, marker.clone())));
            }
            inner = marker;
        }
        edits.sort_by_key(|(span, _)| span.start);
        edits
    }
}
