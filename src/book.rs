//! The protocol: what mdBook writes to a preprocessor, and what it wants back.
//!
//! The input is `[context, book]`. The context is read leniently, since mdBook 0.4 and 0.5 differ
//! in it. The book is not read at all but for the places of its chapters' texts: the answer is the
//! very slice of the input, with the texts that changed put in their places.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

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
pub struct Input<'a> {
    /// What mdBook says.
    pub context: Context,
    /// The book, as it stands in the input.
    pub book: &'a str,
    /// The chapters in the order of the book.
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
}

impl Chapter<'_> {
    /// Whether the text may hold a fence of three characters: what has none needs no decoding.
    pub fn may_hold_a_fence(&self) -> bool {
        let raw = self.content.get().as_bytes();
        let has = |needle: &[u8]| memchr::memmem::find(raw, needle).is_some();
        // A fence character may hide behind an escape; nobody writes it so, but they could.
        has(b"~~~") || has(b"```") || has(b"\\u007") || has(b"\\u006")
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

    /// Where the text stands in the book, as a byte range of [`Input::book`].
    pub fn range(&self, book: &str) -> Range<usize> {
        let start = self.content.get().as_ptr() as usize - book.as_ptr() as usize;
        start..start + self.content.get().len()
    }
}

/// A string, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// Finds the context, the book and its chapters in the JSON `text`.
///
/// # Errors
///
/// Where the text is not what mdBook writes; the message says what was expected.
pub fn parse(text: &str) -> Result<Input<'_>> {
    let parts: Parts<'_> = serde_json::from_str(text)
        .context("the input is not the JSON `[context, book]` that mdBook writes")?;
    let context: Context = serde_json::from_str(parts.context.get())
        .context("the context that mdBook sent cannot be read")?;
    let Some(book) = parts.book.filter(|book| !book.get().is_empty()) else {
        bail!("the input has a context and no book");
    };
    let mut chapters = Vec::new();
    let mut json = serde_json::Deserializer::from_str(book.get());
    BookSeed(&mut chapters)
        .deserialize(&mut json)
        .context("the book that mdBook sent cannot be read")?;
    Ok(Input { context, book: book.get(), chapters })
}

/// The two halves of the input, and whatever else a later mdBook may send.
struct Parts<'a> {
    context: &'a RawValue,
    book: Option<&'a RawValue>,
}

impl<'de> Deserialize<'de> for Parts<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pair;
        impl<'de> Visitor<'de> for Pair {
            type Value = Parts<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array of a context and a book")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let missing = || serde::de::Error::invalid_length(0, &self);
                let context = seq.next_element()?.ok_or_else(missing)?;
                let book = seq.next_element()?;
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Parts { context, book })
            }
        }
        deserializer.deserialize_seq(Pair)
    }
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
            self.0.push(Chapter { name, path, source_path, content });
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
            assert_eq!(&input.book[input.chapters[1].range(input.book)], "\"t\\n\"");
            assert!(input.book.starts_with('{') && input.book.ends_with('}'));
        }
    }
}
