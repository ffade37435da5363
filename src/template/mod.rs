//! The lessons that authors start from.
//!
//! Each is Markdown with places for programs, which are files of their own for each language: one
//! that surprises in `broken/`, and one that does what was meant in `fixed/`. They print the same
//! in all languages, so the lessons know what.

/// The language that a lesson is in unless its author names another.
pub const USUAL_LANGUAGE: &str = "python";

/// How much of a lesson is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One question.
    Short,
    /// A page with every kind of block, in the order of a lesson.
    Full,
}

/// The programs in one language.
#[derive(Clone, Copy, Debug)]
pub struct Programs {
    /// The word behind the fence.
    pub language: &'static str,
    /// It prints 6, where many expect 7.
    pub broken: &'static str,
    /// It prints 7.
    pub fixed: &'static str,
}

macro_rules! programs {
    ($language:literal) => {
        Programs {
            language: $language,
            broken: include_str!(concat!("broken/", $language)),
            fixed: include_str!(concat!("fixed/", $language)),
        }
    };
}

/// The programs of all languages.
pub const PROGRAMS: [Programs; 15] = [
    programs!("python"),
    programs!("javascript"),
    programs!("typescript"),
    programs!("ruby"),
    programs!("perl"),
    programs!("php"),
    programs!("lua"),
    programs!("bash"),
    programs!("sh"),
    programs!("rust"),
    programs!("c"),
    programs!("cpp"),
    programs!("go"),
    programs!("java"),
    programs!("sql"),
];

/// A lesson with programs in `language`; nothing where there are none in that.
pub fn lesson(shape: Shape, language: &str, title: &str) -> Option<String> {
    let programs = PROGRAMS.iter().find(|programs| programs.language == language)?;
    let text = match shape {
        Shape::Short => include_str!("short.md"),
        Shape::Full => include_str!("full.md"),
    };
    let text = text.replace("LANGUAGE", language);
    let text = text.replace("BROKEN", programs.broken).replace("FIXED", programs.fixed);
    Some(text.replace("TITLE", title))
}
