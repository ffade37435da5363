//! The protocol: what mdBook writes to a preprocessor, and what it wants back.
//!
//! The input is `[context, book]`. The context is read leniently, since mdBook 0.4 and 0.5 differ
//! in it. The book is not read at all but for the places of its chapters' texts: the answer is the
//! very slice of the input, with the texts that changed put in their places.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::chapter_id::ChapterId;

/// What mdBook says about itself and the book.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Context {
    /// The book's directory.
    #[serde(default)]
    pub root: PathBuf,
    /// `book.toml`.
    #[serde(default)]
    pub config: serde_json::Value,
    /// The renderer that the book is made for.
    #[serde(default)]
    pub renderer: String,
    /// The version of the mdBook that calls.
    #[serde(default)]
    pub mdbook_version: String,
}

/// The input, with the places of what matters in it.
#[derive(Debug)]
pub struct PreprocessorInput<'a> {
    /// What mdBook says.
    pub context: Context,
    /// The book, as it stands in the input.
    pub book: &'a str,
    /// The chapters, in the order in which their texts stand there; mdBook's is that of the book.
    pub chapters: Vec<Chapter<'a>>,
}

/// A chapter of the input.
#[derive(Debug)]
pub struct Chapter<'a> {
    /// Its title.
    pub name: Cow<'a, str>,
    /// Its place in the book; a draft has none.
    pub path: Option<Cow<'a, str>>,
    /// Its file, relative to the directory of the sources.
    pub source_path: Option<Cow<'a, str>>,
    /// Its text, as a JSON string.
    content: &'a RawValue,
    /// Where that stands, as a byte range of [`PreprocessorInput::book`].
    pub range: Range<usize>,
}

impl Chapter<'_> {
    /// What it is called in reports, and where it is.
    pub fn id(&self) -> ChapterId<'_> {
        ChapterId {
            name: &self.name,
            path: self.path.as_deref().unwrap_or_default(),
            source_path: self.source_path.as_deref(),
        }
    }

    /// The text as the JSON string that it stands in the input as.
    pub fn json(&self) -> &str {
        self.content.get()
    }

    /// The text.
    ///
    /// # Errors
    ///
    /// Where the content is no string.
    pub fn text(&self) -> Result<Cow<'_, str>> {
        let text: Text<'_> = serde_json::from_str(self.content.get())
            .with_context(|| format!("the content of the chapter `{}` is no text", self.name))?;
        Ok(text.0)
    }
}

/// A string, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// Finds the context, the book and its chapters in the JSON `text`.
///
/// The book is looked through once, and nothing of it is copied.
///
/// # Errors
///
/// Where the text is not what mdBook writes; the message says what was expected.
pub fn parse(text: &str) -> Result<PreprocessorInput<'_>> {
    let array = punctuation(text, '[')?;
    let mut json = serde_json::Deserializer::from_str(array).into_iter::<&RawValue>();
    let context = json.next().context("the input has no context")?.context(NOT_MDBOOK)?;
    let context: Context = serde_json::from_str(context.get())
        .context("the context that mdBook sent cannot be read")?;
    let rest = punctuation(&array[json.byte_offset()..], ',')?.trim_start();
    let mut json = serde_json::Deserializer::from_str(rest);
    let mut chapters = Vec::new();
    BookSeed(&mut chapters)
        .deserialize(&mut json)
        .context("the book that mdBook sent cannot be read")?;
    let end = json.into_iter::<IgnoredAny>().byte_offset();
    ensure!(rest[end..].trim_start().starts_with([',', ']']), "{NOT_MDBOOK}: it ends too early");
    let book = &rest[..end];
    for chapter in &mut chapters {
        let json = chapter.content.get();
        let start = json.as_ptr() as usize - book.as_ptr() as usize;
        chapter.range = start..start + json.len();
    }
    // mdBook writes a chapter's text before its children, but JSON has no order of keys.
    chapters.sort_by_key(|chapter| chapter.range.start);
    Ok(PreprocessorInput { context, book, chapters })
}

const NOT_MDBOOK: &str = "the input is not the JSON `[context, book]` that mdBook writes";

/// What follows `sign`, which must come next.
fn punctuation(text: &str, sign: char) -> Result<&str> {
    text.trim_start().strip_prefix(sign).with_context(|| format!("{NOT_MDBOOK}: no `{sign}`"))
}

/// Collects the chapters of a book.
struct BookSeed<'c, 'a>(&'c mut Vec<Chapter<'a>>);

impl<'a> DeserializeSeed<'a> for BookSeed<'_, 'a> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for BookSeed<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a book")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Text<'a>>()? {
            match &*key.0 {
                // mdBook 0.5 says `items`, mdBook 0.4 `sections`.
                "items" | "sections" => map.next_value_seed(ItemsSeed(self.0))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// Collects the chapters of a list of items.
struct ItemsSeed<'c, 'a>(&'c mut Vec<Chapter<'a>>);

impl<'a> DeserializeSeed<'a> for ItemsSeed<'_, 'a> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'a> Visitor<'a> for ItemsSeed<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of chapters")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(ItemSeed(self.0))?.is_some() {}
        Ok(())
    }
}

/// Collects the chapters of one item: a chapter with those below it, or something without text.
struct ItemSeed<'c, 'a>(&'c mut Vec<Chapter<'a>>);

impl<'a> DeserializeSeed<'a> for ItemSeed<'_, 'a> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for ItemSeed<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a chapter, a separator or a part title")
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Text<'a>>()? {
            match &*key.0 {
                "Chapter" => map.next_value_seed(ChapterSeed(self.0))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// Collects a chapter and those below it.
struct ChapterSeed<'c, 'a>(&'c mut Vec<Chapter<'a>>);

impl<'a> DeserializeSeed<'a> for ChapterSeed<'_, 'a> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for ChapterSeed<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a chapter")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let mut name = Cow::Borrowed("");
        let (mut path, mut source_path, mut content) = (None, None, None);
        let mut below = Vec::new();
        while let Some(key) = map.next_key::<Text<'a>>()? {
            match &*key.0 {
                "name" => name = map.next_value::<Text<'a>>()?.0,
                "path" => path = map.next_value::<Option<Text<'a>>>()?.map(|text| text.0),
                "source_path" => {
                    source_path = map.next_value::<Option<Text<'a>>>()?.map(|text| text.0);
                }
                "content" => content = Some(map.next_value::<&'a RawValue>()?),
                "sub_items" => map.next_value_seed(ItemsSeed(&mut below))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if let Some(content) = content {
            self.0.push(Chapter { name, path, source_path, content, range: 0..0 });
        }
        self.0.append(&mut below);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn chapters_are_found_in_both_shapes_of_a_book() {
        let chapter = |name: &str, below: &str| {
            format!(
                r#"{{"Chapter":{{"x":1,"name":"{name}","content":"t\n","sub_items":[{below}]}}}}"#
            )
        };
        for key in ["items", "sections"] {
            let nested = chapter("a", &chapter("b", ""));
            let text = format!(
                r#" [ {{"root":"r","renderer":"html","new":{{}}}} , {{"{key}":["Separator",{{"PartTitle":"p"}},{nested}],"__non_exhaustive":null}} ] "#
            );
            let input = parse(&text).unwrap();
            let names: Vec<&str> = input.chapters.iter().map(|chapter| &*chapter.name).collect();
            assert_eq!(names, ["a", "b"]);
            assert_eq!(input.chapters[1].text().unwrap(), "t\n");
            assert_eq!(&input.book[input.chapters[1].range.clone()], "\"t\\n\"");
            assert!(input.book.starts_with('{') && input.book.ends_with('}'));
        }
    }
}
