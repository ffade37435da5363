//! What can be wrong with the files of a book, one constructor per code.

use super::{Code, Diagnostic, Span, quoted};

/// A chapter that `SUMMARY.md` names at `span`, whose file is not there.
pub(crate) fn missing_chapter(span: Option<Span>, path: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingChapter, span, format!("there is no file {}", quoted(path)))
        .label("named here")
        .help("the next `mdbook build` makes it, with a title and nothing else")
        .help("to have that build fail instead, set `create-missing = false` in `[build]`")
}

/// A chapter that `SUMMARY.md` names at `span` and that cannot be read.
pub(crate) fn unreadable_chapter(span: Option<Span>, path: &str, reason: &str) -> Diagnostic {
    let message = format!("the chapter {} cannot be read: {reason}", quoted(path));
    Diagnostic::new(Code::UnreadableChapter, span, message)
        .label("named here")
        .help("`mdbook build` ends here: mend the file, or the path in `SUMMARY.md`")
}

/// A link that mdBook leaves as it is, or that it should not follow: then `why` says the reason.
pub(crate) fn missing_include(span: Span, path: &str, why: Option<&str>) -> Diagnostic {
    let message = format!("the file {} cannot be included", quoted(path));
    let found = match why {
        Some(why) => {
            let message = format!("{message}: {why}");
            Diagnostic::new(Code::MissingInclude, span, message).label("named here")
        }
        None => Diagnostic::new(Code::MissingInclude, span, message)
            .label("readers will see this line as it is")
            .help("the path counts from the directory of this file; is the file there, and UTF-8?"),
    };
    found.help("to show the line itself, write a backslash in front of it")
}

/// A file with blocks that is no chapter of the book.
pub(crate) fn unlisted_chapter(path: &str) -> Diagnostic {
    let message = format!("{} has lessons, and `SUMMARY.md` does not name it", quoted(path));
    Diagnostic::new(Code::UnlistedChapter, None::<Span>, message)
        .help(format!("add `- [Title]({path})` to `SUMMARY.md`, and readers will find it"))
        .help("or include it in a chapter; nothing in it was checked")
}
