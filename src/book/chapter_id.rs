//! Which chapter of the book a text belongs to.

/// What a chapter is called in reports, and the file it comes from.
#[derive(Clone, Copy, Debug)]
pub struct ChapterId<'a> {
    /// Its title.
    pub name: &'a str,
    /// Its place in the book.
    pub path: &'a str,
    /// Its file, relative to the directory of the sources; nothing for text without a file.
    pub source_path: Option<&'a str>,
}
