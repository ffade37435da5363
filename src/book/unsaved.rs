//! A file whose text is in an editor and not saved yet, where files include it.
//!
//! mdBook reads what it includes from disk, so that text is put into the place of each link that
//! leads to it before mdBook sees the link.

use std::path::{Component, Path, PathBuf};

use crate::file;

use super::includes::included;
use super::links::links;
use super::obstacles::cut;
use super::plain_path::plain;

/// A file whose text is not read from disk.
#[derive(Debug)]
pub(super) struct UnsavedFile {
    path: PathBuf,
    text: String,
}

impl UnsavedFile {
    /// The file at `path`, with `text` in it.
    pub(super) fn new(path: &Path, text: String) -> Self {
        UnsavedFile { path: plain(path), text }
    }

    /// Its text, if it is the file at `path`.
    pub(super) fn at(&self, path: &Path) -> Option<&str> {
        (plain(path) == self.path).then_some(&self.text)
    }

    /// `text`, of a file in the directory `base`, where the file stands that it includes, and those
    /// that include it. What links of another kind bring is what is on disk.
    pub(super) fn put_into(&self, text: &str, base: &Path) -> String {
        self.put_below(text, base, &mut Vec::new())
    }

    /// The same where `text` is brought by the files `above`, one by the other.
    fn put_below(&self, text: &str, base: &Path, above: &mut Vec<PathBuf>) -> String {
        let mut new = String::new();
        let mut at = 0;
        for link in links(text).into_iter().filter(|link| link.is_include) {
            let Some(path) = link.path.map(|path| plain(&base.join(path))) else { continue };
            // A circle is for mdBook, which comes to an end of it.
            let Some(own) = self.leading_here(&path).filter(|_| !above.contains(&path)) else {
                continue;
            };
            let folder = path.parent().unwrap_or(base).to_owned();
            above.push(path);
            let brought = self.put_below(&cut(&own, &link.lines), &folder, above);
            above.pop();
            new.push_str(&text[at..link.range.start]);
            new.push_str(&moved(&brought, &folder, base));
            at = link.range.end;
        }
        new + &text[at..]
    }

    /// The text of the file at `path`, if it is this one or includes it.
    fn leading_here(&self, path: &Path) -> Option<String> {
        if let Some(text) = self.at(path) {
            return Some(text.to_owned());
        }
        let text = file::read(path).ok().filter(|text| text.contains("{{"))?;
        let includes_it = included(path, &text).iter().any(|file| file.path == self.path);
        includes_it.then_some(text)
    }
}

/// `text`, of a file in the directory `from`, with links that lead where they did from `to`.
fn moved(text: &str, from: &Path, to: &Path) -> String {
    let mut new = String::new();
    let mut at = 0;
    for link in links(text).into_iter().filter(|_| plain(from) != plain(to)) {
        let Some(path) = link.path else { continue };
        let written = &text[link.range.clone()];
        let Some(start) = written.find(&format!(" {path}")) else { continue };
        let start = link.range.start + start + 1;
        new.push_str(&text[at..start]);
        new.push_str(&relative(&plain(&from.join(&path)), &plain(to)));
        at = start + path.len();
    }
    new + &text[at..]
}

/// `path` as it is written in a file of the directory `base`.
fn relative(path: &Path, base: &Path) -> String {
    let same = path.components().zip(base.components()).take_while(|(a, b)| a == b).count();
    let up = base.components().skip(same).map(|_| "..".to_owned());
    let down = path.components().skip(same).map(|part| match part {
        Component::Normal(name) => name.to_string_lossy().into_owned(),
        other => other.as_os_str().to_string_lossy().into_owned(),
    });
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{UnsavedFile, moved, relative};

    #[test]
    fn links_lead_where_they_did() {
        let path = |path: &str, base: &str| relative(Path::new(path), Path::new(base));
        assert_eq!(path("/b/src/parts/x.md", "/b/src"), "parts/x.md");
        assert_eq!(path("/b/x.md", "/b/src/parts"), "../../x.md");
        let text = "{{#include x.md:1:2}} {{ #playground ../y.rs editable}} \\{{#include x.md}}";
        assert_eq!(
            moved(text, Path::new("/b/src/parts"), Path::new("/b/src")),
            "{{#include parts/x.md:1:2}} {{ #playground y.rs editable}} \\{{#include x.md}}"
        );
    }

    #[test]
    fn the_text_stands_where_it_is_included() {
        let unsaved =
            UnsavedFile::new(Path::new("/b/part.md"), "one\n{{#include x.md}}\n".to_owned());
        let put = |text: &str| unsaved.put_into(text, Path::new("/b/src"));
        assert_eq!(put("a {{#include ../part.md}} b\n"), "a one\n{{#include ../x.md}} b\n");
        assert_eq!(put("{{#include ../part.md:1}}\n{{#include c.md}}"), "one\n{{#include c.md}}");
    }
}
