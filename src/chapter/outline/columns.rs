//! Columns, which a tab takes to the next multiple of four.

/// The column after `text` that begins at column `start`, with a tab stop at every fourth.
pub(crate) fn columns(start: usize, text: &str) -> usize {
    text.bytes().fold(start, |column, byte| match byte {
        b'\t' => column + 4 - column % 4,
        _ => column + 1,
    })
}
