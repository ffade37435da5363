//! The words that readers see which no author wrote, by language.
//!
//! Each language is a file beside this one, which a translator can write without any Rust. A word
//! that a language does not have is English, and [`Labels::missing`] names it.

mod label;

pub use label::{Label, Use};

use toml::Table;

use label::TABLE;

/// The languages with the text of their files, English first.
const LANGUAGES: [(&str, &str); 9] = [
    ("en", include_str!("en.toml")),
    ("de", include_str!("de.toml")),
    ("fr", include_str!("fr.toml")),
    ("es", include_str!("es.toml")),
    ("pt", include_str!("pt.toml")),
    ("ru", include_str!("ru.toml")),
    ("zh", include_str!("zh.toml")),
    ("ja", include_str!("ja.toml")),
    ("ar", include_str!("ar.toml")),
];

/// The labels of one book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    words: Vec<String>,
    /// For each label, whether it is English for want of a better word.
    is_missing: Vec<bool>,
}

impl Labels {
    /// The labels for a language tag such as `de` or `pt-BR`; English where there are none.
    pub fn for_language(tag: &str) -> Self {
        let primary = primary(tag);
        let english = file(LANGUAGES[0].1);
        let own = LANGUAGES.iter().find(|(language, _)| *language == primary);
        let own = own.map(|(_, text)| file(text)).unwrap_or_default();
        let find = |words: &Table, key: &str| {
            words.get(key).and_then(|words| words.as_str()).map(str::to_owned)
        };
        let (mut words, mut is_missing) = (Vec::new(), Vec::new());
        for (_, key, _) in TABLE {
            let found = find(&own, key);
            is_missing.push(found.is_none());
            words.push(found.or_else(|| find(&english, key)).unwrap_or_else(|| key.to_owned()));
        }
        Labels { words, is_missing }
    }

    /// The words for `label`.
    pub fn get(&self, label: Label) -> &str {
        &self.words[label as usize]
    }

    /// The words for the label that `book.toml` calls `key`, if there is one.
    pub fn of_key(&self, key: &str) -> Option<&str> {
        place_of(key).map(|at| &*self.words[at])
    }

    /// Changes the label that `book.toml` calls `key`; without effect where there is none.
    pub fn set(&mut self, key: &str, words: &str) {
        if let Some(at) = place_of(key) {
            words.clone_into(&mut self.words[at]);
            self.is_missing[at] = false;
        }
    }

    /// The keys of all labels.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        TABLE.iter().map(|(_, key, _)| *key)
    }

    /// Keys and words of the labels for `use_`.
    pub fn of_use(&self, use_: Use) -> impl Iterator<Item = (&'static str, &str)> {
        let words = TABLE.iter().zip(&self.words);
        words
            .filter(move |((_, _, of), _)| *of == use_)
            .map(|((_, key, _), words)| (*key, &**words))
    }

    /// Keys and lists of the words that readers use: in their language, and in English, which many
    /// of them write as well.
    pub fn vocabulary(&self) -> Vec<(&'static str, String)> {
        let english = Labels::for_language("en");
        let lists = self.of_use(Use::Vocabulary).zip(english.of_use(Use::Vocabulary));
        let joined = |((key, own), (_, english)): ((_, &str), (_, &str))| match own == english {
            true => (key, own.to_owned()),
            false => (key, format!("{own}, {english}")),
        };
        lists.map(joined).collect()
    }

    /// The keys of the labels that are English because the language has no word for them.
    pub fn missing(&self) -> Vec<&'static str> {
        let missing = TABLE.iter().zip(&self.is_missing).filter(|(_, is_missing)| **is_missing);
        missing.map(|((_, key, _), _)| *key).collect()
    }

    /// The languages that there are words in, by their tags.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().map(|(tag, _)| *tag)
    }
}

/// The place in the table of the label that `book.toml` calls `key`.
fn place_of(key: &str) -> Option<usize> {
    TABLE.iter().position(|(_, known, _)| *known == key)
}

/// The language of a tag, without a country or a script.
pub(crate) fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

/// The names in braces in the words of a label, which stand for what only the page knows; with
/// their braces, in alphabetical order.
pub fn placeholders(words: &str) -> Vec<&str> {
    let from = words.match_indices('{').map(|(start, _)| &words[start..]);
    let mut names: Vec<&str> =
        from.map(|rest| rest.split_inclusive('}').next().unwrap_or_default()).collect();
    names.sort_unstable();
    names
}

/// The words in the text of a language's file.
///
/// The files are part of the program, and a test reads them all.
fn file(text: &str) -> Table {
    text.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, Label, Labels, TABLE, Use, file, placeholders};

    #[test]
    fn every_language_has_every_label_with_its_placeholders() {
        let english = file(LANGUAGES[0].1);
        for (language, text) in LANGUAGES {
            let words = file(text);
            for key in words.keys() {
                let is_known = TABLE.iter().any(|(_, known, _)| known == key);
                assert!(is_known, "{language}.toml has `{key}`, which is no label");
            }
            for (_, key, _) in TABLE {
                let word = words.get(key).and_then(|word| word.as_str());
                let word = word.unwrap_or_else(|| panic!("{language}.toml has no `{key}`"));
                assert!(!word.trim().is_empty() && !word.contains('\n'), "{language} {key}");
                assert_eq!(
                    placeholders(word),
                    placeholders(english[key].as_str().unwrap()),
                    "{language} {key}"
                );
            }
            assert_eq!(Labels::for_language(language).missing(), [] as [&str; 0]);
        }
    }

    #[test]
    fn languages_are_found_by_their_primary_tag() {
        assert_eq!(Labels::for_language("pt-BR").get(Label::Why), "Por quê");
        assert_eq!(Labels::for_language("tlh").get(Label::Why), "Why");
    }

    #[test]
    fn what_is_missing_is_english_and_named() {
        let mut labels = Labels::for_language("tlh");
        assert_eq!(labels.missing().len(), TABLE.len());
        labels.set("why", "qatlh");
        labels.set("wy", "");
        assert!(!labels.missing().contains(&"why"));
        assert_eq!(labels.of_use(Use::Page).find(|(key, _)| *key == "why").unwrap().1, "qatlh");
    }
}
