//! A bar at the bottom of a terminal that shows how far something is.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::stderr;

/// What the bar looks like.
const LOOK: &str = "{wide_bar} {pos}/{len}, {elapsed}";

/// A bar, where somebody sees it.
pub(super) struct Progress(ProgressBar);

impl Progress {
    pub(super) fn new() -> Self {
        let is_seen = stderr::is_terminal();
        let target =
            if is_seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Progress(ProgressBar::with_draw_target(None, target))
    }

    /// So many steps are to be made.
    pub(super) fn begin(&self, count: usize) {
        self.0.set_length(count as u64);
        if let Ok(style) = ProgressStyle::with_template(LOOK) {
            self.0.set_style(style);
        }
    }

    /// One is made, if it is.
    pub(super) fn step(&self, is_made: bool) {
        self.0.inc(u64::from(is_made));
    }

    /// Has `write` write above it.
    pub(super) fn above<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    pub(super) fn end(self) {
        self.0.finish_and_clear();
    }
}
