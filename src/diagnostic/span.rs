//! Places in a text.

use std::ops::Range;

/// A range of byte offsets into the text that is being checked.
pub type Span = Range<usize>;
